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
        guard try await !needsApproval(try require(name)) else { throw .resetNeedsApproval }
        let (ticket, hadFactor) = try await carryOut(.factorReset, mandate, on: name, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let hadFactor = try await core.ports.store.authenticators(of: name).contains(where: \.state.isUsable)
            return (try await takeFactors(of: name, mandate, at: now), hadFactor)
        }
        if hadFactor {
            core.warn(
                .factorReset, .medium, about: name, from: nil, requestID: mandate.requestID, at: core.now(), owner: true
            )
        }
        return ticket
    }

    /// What a reset does, once it is recorded.
    func takeFactors(of name: AccountName, _ mandate: Mandate, at now: UnixTime) async throws -> EnrolmentTicket {
        let code = try ReadableCode.make(random: core.ports.random)
        let expires = now + Enrolment.codeLifetime
        try await core.ports.store.removeFactors(of: name, at: now)
        try await core.ports.store.putEnrolmentCode(
            code.digest(for: .enrolment, of: name), of: name, expires: expires)
        try await end(core.registry.sessions(of: name), .administrator, mandate, at: now)
        return EnrolmentTicket(code: code.text, expires: expires)
    }
}
