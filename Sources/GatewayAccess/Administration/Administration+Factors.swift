internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
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
    ///
    /// - Throws: `.resetNeedsApproval` for those of whom one alone may not (`requestReset`).
    public func resetFactors(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem)
        -> EnrolmentTicket
    {
        try await awaitEverybody()
        guard try await !needsApproval(try requirePerson(name)) else { throw .resetNeedsApproval }
        return try await carryOut(.factorReset, mandate, on: name, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let hadFactor = try await core.ports.store.authenticators(of: name).contains(where: \.state.isUsable)
            let (ticket, order) = try newTicket(for: name)
            try await core.ports.store.resetFactors(of: name, at: now, leaving: order)
            try await followReset(of: name, mandate, warns: hadFactor, at: now)
            return ticket
        }
    }

    /// The code for a new enrolment, for the person and for the store.
    func newTicket(for name: AccountName) throws -> (EnrolmentTicket, StoredEnrolmentCode) {
        let code = try ReadableCode.make(random: core.ports.random)
        let expires = core.now() + Enrolment.codeLifetime
        return (
            EnrolmentTicket(code: code.text, expires: expires),
            StoredEnrolmentCode(code.digest(for: .enrolment, of: name), expires: expires)
        )
    }

    /// What comes after the factors are gone. The warning first: nothing that fails then holds it back.
    func followReset(of name: AccountName, _ mandate: Mandate, warns: Bool, at now: UnixTime)
        async throws(AccessFailure)
    {
        if warns {
            core.warn(
                .factorReset, .medium, about: name, from: nil, requestID: mandate.requestID, at: now, owner: true)
        }
        try await end(core.registry.sessions(of: name), .administrator, mandate, at: now)
        try await core.endOpenLogins(of: name)
        // They were about what is gone; the first code of what comes in its place is counted too.
        try await core.liftLocks(on: [.totp, .recoveryCode, .webauthn], of: name)
    }
}
