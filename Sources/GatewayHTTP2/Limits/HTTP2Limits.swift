public import NIOCore

/// What a peer may do to us before the connection is ended, and how much is held for it.
public struct HTTP2Limits: Hashable, Sendable {
    /// So many at once, and so many a second from then on.
    public struct Rate: Hashable, Sendable {
        public let burst: UInt32
        public let perSecond: UInt32

        public init(burst: UInt32, perSecond: UInt32) {
            precondition(burst > 0 && perSecond > 0 && perSecond <= 1_000_000)
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    /// Streams the peer resets, and streams it has us reset by breaking the rules: both throw away work begun
    /// (CVE-2023-44487, CVE-2025-8671).
    public var resets: Rate
    /// PING frames, beyond one for each DATA frame we send: some peers measure a download so.
    public var pings: Rate
    /// SETTINGS and GOAWAY frames.
    public var settings: Rate
    /// PRIORITY and PRIORITY_UPDATE frames, beyond one for each stream.
    public var priorities: Rate
    /// WINDOW_UPDATE frames, beyond two for each DATA frame we send and one for each stream.
    public var windowUpdates: Rate
    /// DATA frames that neither carry a byte nor end their stream.
    public var emptyData: Rate
    /// Frames that nothing is done with: of a type we do not know, or a head for a stream that is gone or not to be.
    public var ignoredFrames: Rate
    /// CONTINUATION frames in one field block (CVE-2024-28182).
    public var continuations: UInt32
    /// Entries in one SETTINGS frame.
    public var settingsEntries: UInt32

    /// A head beyond this ends the connection; up to it the head's reader answers 431. In bytes, 32 a field counted in.
    public var headSize: Int
    public var fieldCount: Int

    /// Frames waiting to be sent, DATA apart: acknowledgements and resets a peer provokes and does not read.
    public var queuedFrames: Int
    /// Bytes of DATA waiting on one stream at which its producer is held back, and at which it may go on.
    public var streamHighWater: Int
    public var streamLowWater: Int
    /// Bytes of DATA waiting on the connection at which every producer is held back until all of its own has gone: who
    /// reads some streams and not others still gets on with those.
    public var connectionHighWater: Int
    /// A stream with DATA waiting must get rid of `slowestRead` bytes, or of all it has, in each `stallTime`.
    public var slowestRead: Int
    public var stallTime: TimeAmount
    /// Of a request whose answer was whole before it: so many bytes more, for so long, are taken and thrown away, so that who is
    /// still sending gets to read the answer. Then its stream is reset.
    public var leftoverBytes: Int
    public var leftoverTime: TimeAmount

    public init() {
        resets = Rate(burst: 500, perSecond: 33)
        pings = Rate(burst: 100, perSecond: 10)
        settings = Rate(burst: 20, perSecond: 1)
        priorities = Rate(burst: 200, perSecond: 20)
        windowUpdates = Rate(burst: 500, perSecond: 100)
        emptyData = Rate(burst: 100, perSecond: 10)
        ignoredFrames = Rate(burst: 100, perSecond: 10)
        continuations = 8
        settingsEntries = 32
        headSize = 131_072
        fieldCount = 256
        queuedFrames = 1_000
        streamHighWater = 65_536
        streamLowWater = 16_384
        connectionHighWater = 1_048_576
        slowestRead = 1_024
        stallTime = .seconds(30)
        leftoverBytes = 1_048_576
        leftoverTime = .seconds(5)
    }

    public static let standard = HTTP2Limits()
}
