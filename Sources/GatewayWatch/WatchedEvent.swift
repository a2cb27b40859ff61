public import GatewayIdentity
internal import GatewayPolicy

/// Something that somebody did, as the records tell it.
public struct WatchedEvent: Hashable, Sendable {
    public enum Deed: Hashable, Sendable {
        case signIn
        /// A factor was wrong.
        case codeFailed
        /// Let through; the answer is not known yet.
        case begun(path: String)
        case answered(path: String, status: Int, bytes: Int)
        /// So many bytes more of an answer that runs still.
        case moved(bytes: Int)
        /// The policy, or the gateway, said no.
        case refused(path: String)
    }

    public var mark: EventMark
    public var at: UnixTime
    public var person: AccountName
    public var deed: Deed
    public var roles: Set<RoleName>
    /// References of the partner grants that the person has running.
    public var grants: Set<String>
    public var console: ConsoleID?
    public var grade: Grade?
    public var source: NetworkAddress?
    public var country: CountryCode?
    public var device: String?
    /// SHA-256 of its key, in hexadecimal.
    public var certificate: String?
    /// What tells it from others of the same path: the query, or a mark of it.
    public var query: String?
    /// The console's pages do it by themselves.
    public var isBackground = false

    public init(
        _ deed: Deed, by person: AccountName, roles: Set<RoleName> = [], grants: Set<String> = [], at: UnixTime,
        mark: EventMark = EventMark(high: 0, low: 0), console: ConsoleID? = nil, grade: Grade? = nil,
        source: NetworkAddress? = nil, country: CountryCode? = nil, device: String? = nil, certificate: String? = nil
    ) {
        self.mark = mark
        self.at = at
        self.person = person
        self.deed = deed
        self.roles = roles
        self.grants = grants
        self.console = console
        self.grade = grade
        self.source = source
        self.country = country
        self.device = device
        self.certificate = certificate
    }

    /// What the person did with what they have: not what was refused to them.
    var isUse: Bool {
        switch deed {
        case .signIn, .begun, .answered: true
        case .codeFailed, .refused, .moved: false
        }
    }

    func trait(_ trait: WatchTrait) -> String? {
        switch trait {
        case .country: country?.description
        case .network: source.map(\.network)
        case .device: device
        case .certificate: certificate
        }
    }
}

/// Names the record of an event: `event_id`.
public struct EventMark: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// There is no record of it yet.
    public static let none = EventMark(high: 0, low: 0)
    var isNone: Bool { self == .none }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

extension NetworkAddress {
    /// What counts as one place: the /24 of an IPv4 address, the /48 of an IPv6 address.
    var network: String {
        isIPv4
            ? "\(NetworkAddress(high: high, low: low & ~0xff))/24"
            : "\(NetworkAddress(high: high & ~0xffff, low: 0))/48"
    }
}
