public import GatewayIdentity

/// What a person does about their own authenticators, and about resets of them.
public protocol FactorService: Sendable {
    /// Makes a pending app; confirmed like any enrolment.
    ///
    /// - Parameter old: one of theirs, which goes out of use when the app is confirmed.
    func beginApp(
        _ declaration: FactorDeclaration, inPlaceOf old: FactorHandle?, of session: OpenSession, visit: Visit
    ) async throws(ServiceUnavailable) -> FactorStart

    /// A hardware token that was given to the person, by its first code.
    func confirmToken(_ handle: FactorHandle, with code: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> FactorChange

    func rename(_ handle: FactorHandle, to name: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> FactorChange

    func reportLost(_ handle: FactorHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> FactorChange

    func remove(_ handle: FactorHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> FactorChange

    func chooseLanguage(_ language: Language, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)

    /// The open request to reset the person's factors: told by the certificate alone, since the factors may be gone.
    func openReset(visit: Visit) async throws(ServiceUnavailable) -> ResetSummary?

    /// By the certificate alone; false when there is none (any more).
    func cancelReset(visit: Visit) async throws(ServiceUnavailable) -> Bool

    /// For a partner whom the person answers for. Nothing is reset by it: somebody else has to approve.
    func askReset(of partner: AccountName, because reason: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> ResetAsked
}

/// What somebody says of a device that they register.
public struct FactorDeclaration: Hashable, Sendable {
    /// As typed; empty for none.
    public let name: String
    public let isSeparateDevice: Bool

    public init(name: String, isSeparateDevice: Bool) {
        self.name = name
        self.isSeparateDevice = isSeparateDevice
    }
}

public enum FactorStart: Hashable, Sendable {
    case begun(PendingEnrolment, TOTPOffer)
    case freshFactorNeeded
    /// The name is no name.
    case badName
    /// What it was to replace is not theirs, or over.
    case notReplaceable
    /// There are as many as there may be.
    case tooMany
}

public enum FactorChange: Hashable, Sendable {
    case done
    /// Prove the second factor again first.
    case freshFactorNeeded
    /// Nobody could log in without it.
    case lastOne
    case notPossible
    /// A wrong code, or too many of them.
    case refused
    case badName
}

public enum ResetAsked: Hashable, Sendable {
    case asked, freshFactorNeeded, alreadyOpen, notAllowed
    /// No reason, or one that cannot stand in the record.
    case badReason
}
