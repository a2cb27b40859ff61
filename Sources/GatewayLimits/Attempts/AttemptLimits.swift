/// How many wrong tries an authenticator survives. The numbers are compliance profile 2.1.
public struct AttemptLimits: Hashable, Sendable {
    /// How long a lock holds.
    public enum LockTerm: Hashable, Sendable {
        /// The first lock lasts `first`, each further one without a success between twice the one before, up to `longest`.
        case doubling(first: Duration, longest: Duration)
        /// Until a security administrator lifts it.
        case untilAdministrator
    }

    /// Failures within `window` that lock.
    public var failuresBeforeLock: Int
    public var window: Duration
    public var lockTerm: LockTerm
    /// Failures within `disableWindow` that disable the authenticator until an administrator enables it again.
    public var failuresBeforeDisable: Int
    public var disableWindow: Duration
    /// Failures without a success between, however far apart, that disable it (SP 800-63B section 3.2.2: at most 100).
    public var consecutiveFailuresBeforeDisable: Int
    /// How long the answer to the first, second, third ... attempt of a window is held back; the last one repeats.
    public var delays: [Duration]

    public init(
        failuresBeforeLock: Int, window: Duration, lockTerm: LockTerm, failuresBeforeDisable: Int,
        disableWindow: Duration = .seconds(24 * 60 * 60), consecutiveFailuresBeforeDisable: Int = 100,
        delays: [Duration] = [.zero, .zero, .seconds(1), .seconds(2), .seconds(4)]
    ) {
        self.failuresBeforeLock = failuresBeforeLock
        self.window = window
        self.lockTerm = lockTerm
        self.failuresBeforeDisable = failuresBeforeDisable
        self.disableWindow = disableWindow
        self.consecutiveFailuresBeforeDisable = consecutiveFailuresBeforeDisable
        self.delays = delays
    }

    /// Open and sensitive consoles: 5 in 15 min lock for 30 min (doubling to a day), 10 in 24 h disable.
    public static let normal = AttemptLimits(
        failuresBeforeLock: 5, window: .seconds(15 * 60),
        lockTerm: .doubling(first: .seconds(30 * 60), longest: .seconds(24 * 60 * 60)), failuresBeforeDisable: 10)

    /// Classified consoles, national core technology, privileged and foreign accounts: 3 in 15 min, administrator only.
    public static let strict = AttemptLimits(
        failuresBeforeLock: 3, window: .seconds(15 * 60), lockTerm: .untilAdministrator, failuresBeforeDisable: 5)

    func delay(ofAttempt number: Int) -> Duration {
        delays.isEmpty ? .zero : delays[min(number, delays.count) - 1]
    }
}
