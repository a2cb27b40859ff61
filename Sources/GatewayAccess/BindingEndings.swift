internal import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore

/// Takes the certificates of partners away when all they had was to be destroyed: nobody has to think of it (compliance profile
/// nct-2025-04, T85). Until then they are told that their time is over (T84); afterwards they are nobody here.
struct BindingEndings {
    let core: AccessCore
    let now: UnixTime
    let requestID: RequestID

    /// The record first; what cannot be written down is tried again at the next tick.
    func close() async throws(AccessFailure) {
        let directory = core.directory.value
        // Whoever is not read yet may have another grant.
        guard directory.hasEverybody else { return }
        for (name, grants) in directory.grants.sorted(by: { $0.key.text < $1.key.text }) {
            guard let account = directory.accounts[name], core.isExternal(account),
                let end = Self.end(of: grants, at: now),
                end + Administration.deletionTime <= now
            else { continue }
            // What was bound later is for something that comes.
            for binding in directory.bindings[name] ?? [] where binding.boundAt < end { try await unbind(binding) }
        }
    }

    /// The last end of all; `nil`: one runs, is to come or may be given, or there never was one.
    private static func end(of grants: [PartnerGrant], at now: UnixTime) -> UnixTime? {
        guard grants.allSatisfy({ $0.isOver(at: now) || $0.progress == .refused || $0.to <= now }) else { return nil }
        return grants.filter { $0.progress == .given }.map { min($0.ending?.at ?? $0.to, $0.to) }.max()
    }

    private func unbind(_ binding: CertificateBinding) async throws(AccessFailure) {
        let name = binding.account
        try await core.record([
            SecurityEvent(
                .certificateUnbound, at: now, requestID: requestID, actor: .gateway, account: name, severity: .medium,
                statedReason: "all grants are over, and what was received is to be destroyed",
                details: ["binding": binding.reference.text, "cause": "grants_over"])
        ])
        do throws(StoreError) {
            try await core.ports.store.unbind(binding.reference, from: name)
            try await core.readBack(name)
            core.advanceEpoch()
        } catch {
            switch error {
            // Another node was quicker.
            case .notFound: break
            case .unavailable, .busy, .full, .readOnly, .conflict, .unreadable: throw AccessFailure(error)
            }
        }
        let order = SessionEnder.Order(cause: .revoked, actor: .gateway, requestID: requestID, at: now)
        if !core.ender.end(core.registry.sessions(of: name), order).isEmpty { core.advanceEpoch() }
    }
}
