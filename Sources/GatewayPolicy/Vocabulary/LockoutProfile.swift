/// When failed factors lock an account (compliance profile nct-2025-04, 2.1).
public struct LockoutProfile: Hashable, Sendable {
    /// This many failures of one authenticator…
    public var failures: Int
    /// …within this time lock it.
    public var window: Duration
    public var lock: Lock
    public var disable: Disable

    public enum Lock: Hashable, Sendable {
        /// Ends by itself; then one try more.
        case lasting(Duration)
        /// Ends when a security administrator lifts it.
        case untilAdministrator
    }

    /// The hard limit above the lock: the account is disabled.
    public struct Disable: Hashable, Sendable {
        public var failures: Int
        public var window: Duration

        public init(failures: Int, window: Duration) {
            self.failures = failures
            self.window = window
        }
    }

    public init(failures: Int, window: Duration, lock: Lock, disable: Disable) {
        self.failures = failures
        self.window = window
        self.lock = lock
        self.disable = disable
    }

    /// Fewest failures, longest memory, longest lock.
    public func tightened(by other: Self) -> Self {
        .init(
            failures: min(failures, other.failures), window: max(window, other.window), lock: max(lock, other.lock),
            disable: .init(
                failures: min(disable.failures, other.disable.failures),
                window: max(disable.window, other.disable.window)))
    }
}

extension LockoutProfile.Lock: Comparable {
    public static func < (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.lasting(let first), .lasting(let second)): first < second
        case (.lasting, .untilAdministrator): true
        case (.untilAdministrator, .lasting), (.untilAdministrator, .untilAdministrator): false
        }
    }
}
