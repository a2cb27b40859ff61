internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewaySessions
internal import GatewayStore

/// "This was not me", pressed by whoever is signed in: at once everybody under this account is out, themselves included,
/// and nobody comes in until a security administrator has spoken to the owner.
///
/// Recorded, then kept in the store, then in force, as every lock; a press that cannot be recorded says so and does
/// nothing.
struct Disowning {
    let core: AccessCore
    let session: LiveSession
    let source: NetworkAddress
    let userAgent: String?
    let requestID: RequestID

    func carryOut() async throws(AccessFailure) {
        let (name, now) = (session.account, core.now())
        do {
            try await core.changes.run { () async throws -> Void in
                try await core.record([
                    SecurityEvent(
                        .accountDisowned, at: now, requestID: requestID, actor: .owner(name), account: name,
                        reason: .accountLocked, factors: session.proofs, source: source, session: session.id.digest,
                        severity: .critical)
                ])
                let lock = EmergencyLock(
                    id: try core.identifier(), target: .account(name), reason: "the owner reports a foreign sign-in",
                    by: name, at: now, until: nil)
                try await core.ports.store.insert(lock)
                core.directory.update { $0.put(lock) }
                core.advanceEpoch()
                let order = SessionEnder.Order(
                    cause: .locked, actor: .owner(name), source: source, requestID: requestID, at: now)
                _ = core.ender.end(core.registry.sessions(of: name), order)
                core.advanceEpoch()
                // Before anything else can fail: the lock holds.
                core.warn(
                    .disowned, .critical, about: name, from: source, device: userAgent, lock: .untilAdministrator,
                    requestID: requestID, at: now, owner: true)
                try await core.ender.writeDown()
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}
