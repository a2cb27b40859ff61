public import GatewayFIDO2

/// What a browser is asked for with `navigator.credentials.create()` (WebAuthn Level 2 section 5.4). User verification is always required.
public struct CreationOptions: Hashable, Sendable {
    public let challenge: [UInt8]
    public let relyingParty: String
    /// As the authenticator shows it to the person.
    public let relyingPartyName: String
    public let user: User
    private let algorithms: [SignatureAlgorithm]
    /// By their numbers in the IANA registry "COSE Algorithms", the best liked first.
    public var algorithmNumbers: [Int64] { algorithms.map(\.rawValue) }
    public let timeout: Duration
    /// Credentials of the same person: an authenticator that has one of them refuses to make another.
    public let excluded: [CredentialDescriptor]
    public let conveyance: Conveyance

    public struct User: Hashable, Sendable {
        /// Random, at most 64 bytes: says nothing of the person (section 14.6.1).
        public let handle: [UInt8]
        public let name: String
        public let displayName: String

        public init(handle: [UInt8], name: String, displayName: String) {
            self.handle = handle
            self.name = name
            self.displayName = displayName
        }
    }

    /// `AttestationConveyancePreference` (section 5.4.7).
    public enum Conveyance: String, Sendable {
        case none, direct
    }

    public init(
        challenge: [UInt8], relyingParty: String, relyingPartyName: String, user: User,
        algorithms: [SignatureAlgorithm], timeout: Duration, excluded: [CredentialDescriptor], conveyance: Conveyance
    ) {
        self.challenge = challenge
        self.relyingParty = relyingParty
        self.relyingPartyName = relyingPartyName
        self.user = user
        self.algorithms = algorithms
        self.timeout = timeout
        self.excluded = excluded
        self.conveyance = conveyance
    }
}
