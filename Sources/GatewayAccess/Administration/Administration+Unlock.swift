internal import GatewayFactors
public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// What came of ordering an unlock.
public enum UnlockOrder: Sendable {
    /// The locks that failed attempts brought are lifted.
    case lifted
    /// They are lifted when the owner signs in with this code besides: `7ZKQ-03MF-9TXA-C2RW`, told once, to be handed
    /// over on another way than certificate and factor. The code of an earlier order is void.
    case completedByOwner(code: String, expires: UnixTime)
}

extension Administration {
    /// How long the owner has to come.
    static let unlockCodeLifetime = Duration.seconds(3600)

    /// Lifts the locks that failed attempts brought. Emergency locks are lifted by `liftLock`.
    ///
    /// Under strict limits two people have to act (compliance profile nct-2025-04, 2.1, "self-unlock"; N2SF LI-4): a
    /// security administrator who has just proved a second factor, and the owner, with certificate, factor and code.
    public func unlock(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) -> UnlockOrder {
        try await awaitEverybody()
        let account = try require(name)
        guard core.isUnderStrictLimits(account) else {
            try await carryOut(.accountUnlocked, mandate, on: name) { now in
                try await core.unlockAll(of: name, at: now)
            }
            return .lifted
        }
        return try await order(for: name, mandate)
    }

    private func order(for name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) -> UnlockOrder {
        let order = try await carryOut(.unlockOrdered, mandate, on: name, severity: .high) {
            () throws(AdministrationProblem) in
            guard case .administrator = mandate.actor else { throw .provenAdministratorNeeded }
        } _: { now in
            let code = try ReadableCode.make(random: core.ports.random)
            let expires = now + Self.unlockCodeLifetime
            try await core.ports.store.putInstead(
                code.digest(for: .unlock, of: name), for: .unlock, of: name, payload: mandate.requestID.description,
                expires: expires)
            return UnlockOrder.completedByOwner(code: code.text, expires: expires)
        }
        core.warn(
            .unlockOrdered, .medium, about: name, from: nil, requestID: mandate.requestID, at: core.now(), owner: true)
        return order
    }
}
