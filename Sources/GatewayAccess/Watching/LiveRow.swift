public import GatewayIdentity
public import GatewaySessions

/// Somebody who is connected now: a session, or a certificate that came without one.
public struct LiveRow: Hashable, Sendable {
    public enum Key: Hashable, Sendable {
        case session(SessionID)
        /// SHA-256 of the certificate.
        case certificate(SHA256Digest)
    }

    public let key: Key
    public let account: AccountName
    /// `nil`: the account is not read yet.
    public let person: LivePerson?
    public let places: [LivePlace]
    /// What the proofs of the session still reach.
    public let grade: Grade
    /// SHA-256.
    public let certificate: SHA256Digest
    /// `nil`: no connection and no record of it was seen since the node began.
    public let serial: String?
    public let source: NetworkAddress?
    public let country: CountryCode?
    public let since: UnixTime
    /// When the person last did something; of a certificate alone, when its connection was opened.
    public let idleSince: UnixTime
    public let connections: Int
    public let streams: [LiveStream]
    public let counts: ActivityCounts
    public let lastAction: LiveAction?

    public var isPartner: Bool { person?.isPartner ?? false }
    public var session: SessionID? {
        switch key {
        case .session(let id): id
        case .certificate: nil
        }
    }

    /// Unique, the same as long as it is there.
    public var id: String {
        switch key {
        case .session(let id): id.description
        case .certificate(let fingerprint): "certificate:\(fingerprint.hex)"
        }
    }
}

/// Whose row it is.
public struct LivePerson: Hashable, Sendable {
    public let displayName: String
    public let organisation: String
    public let roles: [RoleName]
    public let isPartner: Bool
    /// Those that run.
    public let grants: [Grant]
    public let measures: [Measure]

    public struct Grant: Hashable, Sendable {
        public let id: String
        public let until: UnixTime

        public init(id: String, until: UnixTime) {
            self.id = id
            self.until = until
        }
    }

    /// What was done about somebody and holds.
    public enum Measure: Hashable, Sendable {
        /// An emergency lock.
        case locked(String)
        case grantPaused(String)

        /// `lock` or `grant_paused`.
        public var kind: String {
            switch self {
            case .locked: "lock"
            case .grantPaused: "grant_paused"
            }
        }

        /// Of the lock, or of the grant.
        public var id: String {
            switch self {
            case .locked(let id), .grantPaused(let id): id
            }
        }
    }

    public init(
        displayName: String, organisation: String, roles: [RoleName], isPartner: Bool, grants: [Grant] = [],
        measures: [Measure] = []
    ) {
        self.displayName = displayName
        self.organisation = organisation
        self.roles = roles
        self.isPartner = isPartner
        self.grants = grants
        self.measures = measures
    }
}
