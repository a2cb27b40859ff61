internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

extension Housekeeping {
    /// Looks whether the key-encryption key can be reached, and records when that changed. Every few seconds.
    ///
    /// - Returns: why it cannot, for the operator's log; `nil`: it can.
    public func watchKeys(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) -> String? {
        let vault = core.ports.vault
        let before = vault.problem
        await vault.look()
        let problem = vault.problem
        guard (before == nil) != (problem == nil) else { return problem }
        try await note(problem == nil ? .keyRestored : .keyUnavailable, at: now, requestID, severity: .high)
        return problem
    }

    /// Records once a day that the key-encryption key is past its time.
    ///
    /// - Returns: what to tell the operator's log.
    public func warnOfOverdueKeys(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) -> String? {
        let overdue: StoredKeyEncryptionKey?
        do throws(VaultFailure) {
            overdue = try await core.ports.vault.overdueKey(at: now)
        } catch {
            throw AccessFailure(error)
        }
        guard let overdue else { return nil }
        try await note(.keyOverdue, at: now, requestID, key: overdue.id.description)
        let day = RFC3339.string(overdue.rotateBy)
        return "key-encryption key \(overdue.id) was to be replaced by \(day): 'gwanmun keys rotate'"
    }

    private func note(
        _ kind: SecurityEvent.Kind, at now: UnixTime, _ requestID: RequestID, key: String = "in use",
        severity: SecurityWarning.Severity = .medium
    ) async throws(AccessFailure) {
        try await core.record([
            SecurityEvent(
                kind, kind == .keyUnavailable ? .failure : .success, at: now, requestID: requestID, actor: .gateway,
                severity: severity, details: ["key": key])
        ])
    }
}
