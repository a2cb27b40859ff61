/// What one HTTP/2 connection of a client may have under way, and how often it may do what costs it nothing.
///
/// docs/http2.md says which attack each is against.
public struct HTTP2ConnectionLimits: Hashable, Sendable {
    /// So many at once, and so many a second from then on.
    public struct Rate: Hashable, Sendable {
        public var burst: Int
        public var perSecond: Int

        public init(burst: Int, perSecond: Int) {
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    /// Streams open at once. RFC 9113 recommends at least 100.
    public var concurrentStreams = 100
    /// Bytes of one body that may be under way before its console has taken them.
    public var streamWindow = 262_144
    /// The same for all streams together: what one connection can have us hold.
    public var connectionWindow = 1_048_576
    /// Bytes of the fields of one head, 32 a field counted in (RFC 9113 § 6.5.2). Up to here a head that is too large is answered 431; beyond, the
    /// connection ends. Half of it is announced.
    public var headerList = 131_072
    /// Fields of one head, likewise.
    public var headerFields = 256
    /// CONTINUATION frames in one head.
    public var continuations = 8
    /// Frames of ours that wait to be read, DATA apart.
    public var queuedFrames = 1_000
    /// A stream whose DATA waits must get rid of some of it in this time.
    public var stallTime = Duration.seconds(30)

    public var resets = Rate(burst: 500, perSecond: 33)
    public var pings = Rate(burst: 100, perSecond: 10)
    public var settings = Rate(burst: 20, perSecond: 1)
    public var priorities = Rate(burst: 200, perSecond: 20)
    public var windowUpdates = Rate(burst: 500, perSecond: 100)
    public var emptyData = Rate(burst: 100, perSecond: 10)
    public var ignoredFrames = Rate(burst: 100, perSecond: 10)

    public init() {}
}
