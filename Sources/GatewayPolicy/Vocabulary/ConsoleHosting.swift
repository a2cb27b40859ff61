public import GatewayIdentity

/// What a console says about who runs it, where, and on which terms: what the clauses about clouds ask for (profile nct-2025-04, NCT1-1, NCT2-1).
///
/// Words of whoever writes the policy. The gateway holds them against each other and against the calendar; it cannot look behind them.
public struct ConsoleHosting: Hashable, Sendable {
    public var provider: ConsoleProvider?
    public var contract: ConsoleContract?
    public var doubleEncryption: DoubleEncryption?
    /// The grade of the industrial technology protection directive, as the site writes it: for people and records.
    public var protectionLevel: String?
    public var state: State

    /// The life of a console, in its order.
    public enum State: String, CaseIterable, Sendable {
        case active
        /// Nothing but `view` is possible, whatever the rules say.
        case readOnly = "read_only"
        /// Its information is being taken away or disposed of: nobody comes in.
        case closing
        case closed
    }

    public init(
        provider: ConsoleProvider? = nil, contract: ConsoleContract? = nil, doubleEncryption: DoubleEncryption? = nil,
        protectionLevel: String? = nil, state: State = .active
    ) {
        self.provider = provider
        self.contract = contract
        self.doubleEncryption = doubleEncryption
        self.protectionLevel = protectionLevel
        self.state = state
    }
}

/// Who runs the service behind a console, and where its machines stand.
public struct ConsoleProvider: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case domestic, foreign
    }

    public var name: String
    public var kind: Kind
    /// A country (`KR`), a part of one by ISO 3166-2 (`KR-41`), or whatever a provider calls its region (`us-east-1`), which then lies nowhere.
    public var region: String?
    /// For people: `경기도 성남시`.
    public var location: String?

    public init(name: String, kind: Kind, region: String? = nil, location: String? = nil) {
        self.name = name
        self.kind = kind
        self.region = region
        self.location = location
    }

    /// Whether it is said to stand in a country. A region that names none does not.
    public func stands(in country: CountryCode) -> Bool {
        guard let region else { return false }
        return region == country.text || region.hasPrefix(country.text + "-")
    }
}

/// The terms on which a provider keeps the console's information.
public struct ConsoleContract: Hashable, Sendable {
    public var reference: String?
    /// Whose the information is (guide, user question 8).
    public var dataOwner: String?
    /// The last day on which it holds, in Korea.
    public var lastDay: CivilDate?
    public var onExpiry: OnExpiry
    /// What is spoken with the upstream at least.
    public var minimumTLS: TLSVersion?
    public var minimumCipherBits: Int?

    public enum OnExpiry: String, CaseIterable, Sendable {
        /// The console is closed from the first instant after the last day.
        case deny
        /// `policy check` says so, and nothing else happens.
        case warn
    }

    public enum TLSVersion: String, CaseIterable, Sendable {
        case v12 = "1.2"
        case v13 = "1.3"
    }

    public init(
        reference: String? = nil, dataOwner: String? = nil, lastDay: CivilDate? = nil, onExpiry: OnExpiry = .deny,
        minimumTLS: TLSVersion? = nil, minimumCipherBits: Int? = nil
    ) {
        self.reference = reference
        self.dataOwner = dataOwner
        self.lastDay = lastDay
        self.onExpiry = onExpiry
        self.minimumTLS = minimumTLS
        self.minimumCipherBits = minimumCipherBits
    }

    var asksForTLS: Bool { minimumTLS != nil || minimumCipherBits != nil }

    /// The first instant at which it holds no longer; `nil`: it has no end.
    public var end: UnixTime? { lastDay.map { $0.midnight(in: .seoul) + .seconds(86400) } }
}

/// Somebody's word that the information is encrypted twice: under a key of ours that is kept apart, then under the provider's.
public struct DoubleEncryption: Hashable, Sendable {
    /// Profile nct-2025-04, NCT2-1-C1: looked at again within 90 days.
    public static let maximumAge = Duration.seconds(90 * 86400)

    /// Names of keys (`pkcs11:fab-kek`), never keys.
    public var userKey: String
    public var providerKey: String
    /// The day it was looked at, in Korea.
    public var verifiedOn: CivilDate
    public var verifier: String

    public init(userKey: String, providerKey: String, verifiedOn: CivilDate, verifier: String) {
        self.userKey = userKey
        self.providerKey = providerKey
        self.verifiedOn = verifiedOn
        self.verifier = verifier
    }

    /// It is good in `[beginning, end)`: nobody looked tomorrow.
    public var beginning: UnixTime { verifiedOn.midnight(in: .seoul) }
    public var end: UnixTime { beginning + Self.maximumAge }
}
