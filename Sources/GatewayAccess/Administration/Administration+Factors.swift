internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
internal import GatewayLimits
internal import GatewaySessions
internal import GatewayStore

/// What an administrator hands to a person so that they can register a second factor: once, within a day.
public struct EnrolmentTicket: Sendable {
    /// `7ZKQ-03MF-9TXA-C2RW`. Told once; the store keeps a hash.
    public let code: String
    public let expires: UnixTime
}

extension Administration {
    /// Takes every second factor and recovery code away, ends all sessions, and issues the code for a new enrolment.
    ///
    /// Warns where there was a factor to lose: the code for a first enrolment takes nothing from anybody.
    public func resetFactors(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem)
        -> EnrolmentTicket
    {
        let (ticket, hadFactor) = try await carryOut(.factorReset, mandate, on: name, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let code = try ReadableCode.make(random: core.ports.random)
            let expires = now + Enrolment.codeLifetime
            let hadFactor = try await core.ports.store.authenticators(of: name).contains(where: \.state.isUsable)
            try await core.ports.store.removeFactors(of: name, at: now)
            try await core.ports.store.putEnrolmentCode(
                code.digest(for: .enrolment, of: name), of: name, expires: expires)
            try await end(core.registry.sessions(of: name), .administrator, mandate, at: now)
            return (EnrolmentTicket(code: code.text, expires: expires), hadFactor)
        }
        if hadFactor {
            core.warn(
                .factorReset, .medium, about: name, from: nil, requestID: mandate.requestID, at: core.now(), owner: true
            )
        }
        return ticket
    }

    /// Lifts the locks that failed attempts brought, of every kind of factor. Emergency locks are lifted by `liftLock`.
    public func unlock(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await carryOut(.accountUnlocked, mandate, on: name) { () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { _ in
            for kind in FactorKind.allCases where kind != .certificate {
                try await core.ports.store.unlock(AttemptKey(account: name, factor: kind))
            }
        }
    }
}
