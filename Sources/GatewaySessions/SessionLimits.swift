public import GatewayIdentity

/// How long a session lives (compliance profile 2.2).
public struct SessionLimits: Hashable, Sendable {
    /// Longest pause between two requests.
    public var idle: Duration
    /// Longest life, counted from the login; elevation does not start it anew.
    public var absolute: Duration
    /// A hard end whatever the durations say: the end of a partner's grant, the certificate's `notAfter`.
    public var notAfter: UnixTime?

    public init(idle: Duration, absolute: Duration, notAfter: UnixTime? = nil) {
        self.idle = idle
        self.absolute = absolute
        self.notAfter = notAfter
    }

    /// Several limits apply to one session: each of them holds.
    public func tightened(by other: SessionLimits) -> SessionLimits {
        let ends = [notAfter, other.notAfter].compactMap { $0 }
        return SessionLimits(idle: min(idle, other.idle), absolute: min(absolute, other.absolute), notAfter: ends.min())
    }

    public static let open = SessionLimits(idle: .seconds(30 * 60), absolute: .seconds(12 * 3600))
    public static let sensitive = SessionLimits(idle: .seconds(15 * 60), absolute: .seconds(8 * 3600))
    /// Classified consoles, national core technology and privileged administrators.
    public static let classified = SessionLimits(idle: .seconds(10 * 60), absolute: .seconds(4 * 3600))
    /// Foreign partners; `notAfter` is the end of their grant.
    public static let partner = SessionLimits(idle: .seconds(10 * 60), absolute: .seconds(2 * 3600))

    public static func limits(for grade: Grade) -> SessionLimits {
        switch grade {
        case .open: .open
        case .sensitive: .sensitive
        case .classified: .classified
        }
    }
}
