/// What an issuer's certificates must look like, beyond what RFC 5280 asks of every chain.
public struct CertificateProfile: Hashable, Sendable {
    /// extendedKeyUsage of the leaf.
    public enum ExtendedKeyUsage: Hashable, Sendable {
        /// Must be there and hold clientAuth.
        case clientAuthentication
        /// Must hold clientAuth when it is there. Korean NPKI and GPKI certificates have none.
        case clientAuthenticationOrAbsent
    }

    /// The certificate policies a chain must be valid for (RFC 5280 section 6.1.1, inputs c, e, f and g).
    public struct Policies: Hashable, Sendable {
        /// Dotted OIDs, of which the chain must be valid for at least one; empty means that any will do.
        public var allowed: [String]
        /// Whether a chain that is valid for no policy at all is refused.
        public var isExplicit: Bool
        public var inhibitsMapping: Bool
        public var inhibitsAnyPolicy: Bool

        public init(
            allowed: [String] = [], isExplicit: Bool? = nil, inhibitsMapping: Bool = false,
            inhibitsAnyPolicy: Bool = false
        ) {
            self.allowed = allowed
            self.isExplicit = isExplicit ?? !allowed.isEmpty
            self.inhibitsMapping = inhibitsMapping
            self.inhibitsAnyPolicy = inhibitsAnyPolicy
        }
    }

    public var name: String
    public var extendedKeyUsage: ExtendedKeyUsage
    public var policies: Policies
    /// Of every key in the chain, in bits; never below 2048.
    public let minimumRSABits: Int
    /// Of every elliptic curve in the chain, in bits; never below 256.
    public let minimumCurveBits: Int
    /// How far in the future a certificate or a revocation list may begin: its maker's clock can be ahead of ours. At most 60 s. Ends
    /// are exact.
    public let clockSkew: Duration
    /// A list made longer ago than this does not speak for a leaf, even before its own nextUpdate; `nil` leaves it to nextUpdate. Lists of
    /// authorities over authorities are rare by nature and not held to it.
    public var maximumListAge: Duration?

    public init(
        name: String, extendedKeyUsage: ExtendedKeyUsage, policies: Policies = .init(), minimumRSABits: Int = 2048,
        minimumCurveBits: Int = 256,
        clockSkew: Duration = .seconds(60), maximumListAge: Duration? = nil
    ) {
        self.name = name
        self.extendedKeyUsage = extendedKeyUsage
        self.policies = policies
        self.minimumRSABits = max(2048, minimumRSABits)
        self.minimumCurveBits = max(256, minimumCurveBits)
        self.clockSkew = min(max(.zero, clockSkew), .seconds(60))
        self.maximumListAge = maximumListAge
    }
}

extension CertificateProfile {
    /// An organisation's own CA: clientAuth is demanded.
    public static let organisation = CertificateProfile(name: "organisation", extendedKeyUsage: .clientAuthentication)

    /// RFC 5280 and nothing beyond: what the NIST PKITS suite is judged by.
    public static let pkix = CertificateProfile(name: "pkix", extendedKeyUsage: .clientAuthenticationOrAbsent)

    /// General-purpose personal and corporate certificates of the Korean NPKI. Compare with each CA's practice statement before use:
    /// bank-limited certificates (1.2.410.200005.1.1.4 and .2) are left out on purpose.
    public static let npki = CertificateProfile(
        name: "npki", extendedKeyUsage: .clientAuthenticationOrAbsent,
        policies: .init(allowed: [
            "1.2.410.200004.5.2.1.2", "1.2.410.200004.5.2.1.1",  // KICA signGATE
            "1.2.410.200004.5.1.1.5", "1.2.410.200004.5.1.1.7",  // KOSCOM
            "1.2.410.200004.5.3.1.9", "1.2.410.200004.5.3.1.1", "1.2.410.200004.5.3.1.2",  // NCASign
            "1.2.410.200004.5.4.1.1", "1.2.410.200004.5.4.1.2",  // CrossCert
            "1.2.410.200004.5.5.1.1",  // INIPASS
            "1.2.410.200005.1.1.1", "1.2.410.200005.1.1.5", "1.2.410.200005.1.1.10",  // yessign
            "1.2.410.200012.1.1.1", "1.2.410.200012.1.1.3",  // TradeSign
        ]))

    /// Agencies' and officers' certificates of the Korean government PKI, and its education branch.
    public static let gpki = CertificateProfile(
        name: "gpki", extendedKeyUsage: .clientAuthenticationOrAbsent,
        policies: .init(allowed: [
            "1.2.410.100001.2.1.1", "1.2.410.100001.2.1.2", "1.2.410.100001.2.2.1", "1.2.410.100001.5.3.1.3",
        ]))

    /// Profiles that a configuration or `--profile` may name.
    public static let named: [CertificateProfile] = [.organisation, .pkix, .npki, .gpki]
}
