internal import GatewayCrypto
public import GatewayIdentity
public import GatewayStore

/// The folder of the policy: where a site begins, where people read, and where nobody changes anything behind the others' back.
extension PolicyChange {
    /// Keeps the first version there is, or what the folder brought where that is the truth. What is in force already is left.
    ///
    /// - Parameters:
    ///   - policy: as decisions are recorded under it.
    ///   - signing: by whose signatures it was taken, where the site asks for some.
    /// - Returns: the version in force, and whether it came into force by this, which is recorded then.
    @discardableResult
    public func note(
        _ bundle: PolicyBundle, _ policy: SHA256Digest, as cause: PolicyVersion.Cause,
        signing: PolicyVersion.Signing? = nil, at now: UnixTime, requestID: RequestID
    ) async throws(AccessFailure) -> (version: PolicyVersion, isNew: Bool) {
        let digest = SHA256.digest(of: bundle.canonicalBytes)
        do {
            let current = try await store.currentPolicy()
            if let current {
                guard rules.truth == .folder else { return (current, false) }
                let highest = try await store.highestPolicySerial() ?? 0
                let isSignedAnew = signing.map { $0.serial > highest } ?? false
                guard current.bundle != digest || isSignedAnew else { return (current, false) }
            }
            let version = PolicyVersion(
                number: (current?.number ?? 0) + 1, bundle: digest, policy: policy,
                cause: current == nil ? .founding : cause, author: AccountName(stored: "file"), signing: signing,
                reason: "as found in the folder", at: now)
            try await core.record([
                SecurityEvent(
                    .policyChanged, at: now, requestID: requestID, actor: .gateway, severity: .medium,
                    details: version.details(after: current?.policy))
            ])
            guard try await store.activate(version, holding: bundle) else { throw StoreError.busy }
            try await store.noteFolderShows(version.number, at: now)
            return (version, true)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// The folder says what nobody put in force: kept out, recorded, and told to those who answer for the policy.
    ///
    /// - Parameters:
    ///   - found: the digest of what stands there; `nil` when it is no policy at all.
    ///   - serving: the digest of what is in force, over files and tests alike.
    public func noteTampering(
        found: SHA256Digest?, serving: SHA256Digest, problem: String, at now: UnixTime, requestID: RequestID
    ) async throws(AccessFailure) {
        var details = ["serving": serving.hex, "problem": problem]
        details["found"] = found?.hex
        try await core.record([
            SecurityEvent(
                .policyTampered, .failure, at: now, requestID: requestID, actor: .gateway, severity: .high,
                details: details)
        ])
        core.warn(
            .policyTampered, .high, about: nil, from: nil, requestID: requestID, at: now, owner: false,
            others: core.activeSecurityAdministrators.map(\.name))
    }
}
