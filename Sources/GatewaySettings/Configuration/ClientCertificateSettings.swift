/// Whom the gateway takes a certificate from.
public struct ClientCertificateSettings: Hashable, Sendable {
    /// PEM files of trust anchors, at least one. Never the system's: who is trusted to name people is decided here.
    public var trust: [String]
    /// PEM files of intermediates that clients need not send.
    public var intermediates: [String]
    /// A folder of CRLs, PEM or DER, read again when it changes.
    public var revocationLists: String
    public var demand: Demand
    public var profile: Profile

    public enum Demand: String, CaseIterable, Sendable {
        /// The handshake is finished and a page says what is wrong with the certificate; nothing else is answered.
        case explain
        /// The handshake is refused.
        case strict
    }

    /// What a certificate must be like (compliance profile 2.5).
    public struct Profile: Hashable, Sendable {
        /// NPKI and GPKI certificates carry no extended key usage at all. Off by default: then clientAuth must be there.
        public var allowsAbsentExtendedKeyUsage: Bool
        /// One of these policy OIDs must be in the chain; empty: any.
        public var policies: [String]
        /// Bits. 2048 is the least that OpenSSL's security level 2 and the guide permit.
        public var minimumRSABits: Int
        /// Bits. P-256.
        public var minimumCurveBits: Int
        /// Tolerance at both ends of the validity. 60 s by profile 2.5, point 3.
        public var clockSkew: Duration

        public init(
            allowsAbsentExtendedKeyUsage: Bool = false, policies: [String] = [], minimumRSABits: Int = 2048,
            minimumCurveBits: Int = 256,
            clockSkew: Duration = .seconds(60)
        ) {
            self.allowsAbsentExtendedKeyUsage = allowsAbsentExtendedKeyUsage
            self.policies = policies
            self.minimumRSABits = minimumRSABits
            self.minimumCurveBits = minimumCurveBits
            self.clockSkew = clockSkew
        }
    }

    public init(
        trust: [String], intermediates: [String] = [], revocationLists: String, demand: Demand = .explain,
        profile: Profile = .init()
    ) {
        self.trust = trust
        self.intermediates = intermediates
        self.revocationLists = revocationLists
        self.demand = demand
        self.profile = profile
    }
}
