/// When a network source has failed too often (compliance profile 2.1, last rows).
public struct SourceLimits: Hashable, Sendable {
    /// Failed handshakes and logins within `window` that block.
    public var failures: Int
    public var window: Duration
    public var block: Duration
    /// Sources remembered at once; each takes under 100 bytes.
    public var capacity: Int

    public init(
        failures: Int, window: Duration = .seconds(10 * 60), block: Duration = .seconds(10 * 60), capacity: Int = 65_536
    ) {
        self.failures = failures
        self.window = window
        self.block = block
        self.capacity = capacity
    }

    public static let normal = SourceLimits(failures: 20)
    public static let strict = SourceLimits(failures: 10)
}
