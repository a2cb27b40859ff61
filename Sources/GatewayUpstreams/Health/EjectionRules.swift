/// When a member that fails requests is left out for a while.
public struct EjectionRules: Hashable, Sendable {
    /// Failures that eject without a success between them, or connections that did not come about without one between them that did. 5, as Envoy has it: one restart of a console stays below it.
    public var failuresInARow: Int
    /// `nil`: only failures in a row count.
    public var rate: Rate?
    /// The first ejection; each further one is twice as long.
    public var first: Duration
    public var longest: Duration
    /// Percent of the members that may be ejected at once, but one in any case where there is another. The last one never is.
    public var largestShare: Int
    /// Answers that count as failures, among them 502, 503 and 504. None by default: a person could eject a member by asking for what it refuses.
    public var statuses: Set<Int>

    /// A share of failed requests within a time.
    public struct Rate: Hashable, Sendable {
        public var percent: Int
        public var window: Duration
        /// Fewer requests within the window prove nothing.
        public var requests: Int

        public init(percent: Int = 50, window: Duration = .seconds(10), requests: Int = 20) {
            self.percent = percent
            self.window = window
            self.requests = requests
        }
    }

    public init(
        failuresInARow: Int = 5, rate: Rate? = Rate(), first: Duration = .seconds(10),
        longest: Duration = .seconds(300), largestShare: Int = 50, statuses: Set<Int> = []
    ) {
        self.failuresInARow = failuresInARow
        self.rate = rate
        self.first = first
        self.longest = longest
        self.largestShare = largestShare
        self.statuses = statuses
    }

    /// How long a member is left out that was before, `times` times.
    func term(after times: Int) -> Duration {
        // Beyond 2^20 no term is below the longest that can be written.
        min(first * (1 << min(times, 20)), longest)
    }
}

/// How a request went wrong in a way that speaks against the member and not against the client.
public enum MemberFailure: String, Hashable, CaseIterable, Sendable {
    /// Its address could not be reached in time, or is not one it may have.
    case connect
    /// No TLS that we speak, or not its certificate.
    case tls
    /// It took too long.
    case timeout
    /// It closed before its answer was whole.
    case cutShort = "cut_short"
    /// What it said was not HTTP as we read it.
    case protocolViolation = "protocol"
    /// It answered with one of the statuses that count.
    case status

    /// No connection came about; what those that stand already bring says nothing about it.
    var isUnreached: Bool {
        switch self {
        case .connect, .tls: true
        case .timeout, .cutShort, .protocolViolation, .status: false
        }
    }
}
