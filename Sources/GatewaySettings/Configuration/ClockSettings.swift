public import GatewayTime

/// Whom the clock is held against: the section `clock`.
public struct ClockSettings: Hashable, Sendable {
    /// Empty: nobody, and nothing is refused for it.
    public var sources: [Source]
    public var judge: ClockJudge
    public var every: Duration

    public enum Source: Hashable, Sendable, CustomStringConvertible {
        /// What keeps this machine's clock: chrony, ntpd or systemd-timesyncd tell the kernel how well.
        case kernel
        /// A time server (SNTP).
        case ntp(host: String, port: UInt16)

        public var description: String {
            switch self {
            case .kernel: "kernel"
            case .ntp(let host, let port): host.contains(":") ? "ntp://[\(host)]:\(port)" : "ntp://\(host):\(port)"
            }
        }
    }

    public static let mostSources = 8
    /// Nobody may allow more (compliance profile nct-2025-04, 2.9).
    public static let longestDeny = Duration.seconds(2)

    public init(
        sources: [Source] = [], judge: ClockJudge = ClockJudge(warn: .seconds(1), deny: longestDeny),
        every: Duration = .seconds(60)
    ) {
        self.sources = sources
        self.judge = judge
        self.every = every
    }
}
