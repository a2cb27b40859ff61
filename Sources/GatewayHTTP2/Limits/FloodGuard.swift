internal import CNghttp2
internal import NIOCore

/// Counts the frames that cost us work and a peer next to nothing.
struct FloodGuard {
    private var resets: Allowance
    private var provokedResets: Allowance
    private var pings: Allowance
    private var settings: Allowance
    private var priorities: Allowance
    private var windowUpdates: Allowance
    private var emptyData: Allowance
    private var ignoredFrames: Allowance

    init(_ limits: HTTP2Limits) {
        resets = Allowance(limits.resets)
        provokedResets = Allowance(limits.resets)
        pings = Allowance(limits.pings)
        settings = Allowance(limits.settings)
        priorities = Allowance(limits.priorities)
        windowUpdates = Allowance(limits.windowUpdates)
        emptyData = Allowance(limits.emptyData)
        ignoredFrames = Allowance(limits.ignoredFrames)
    }

    /// Counts a frame that begins to arrive.
    @inline(__always)
    mutating func receives(_ frame: nghttp2_frame_hd, at now: NIODeadline) -> HTTP2Failure? {
        switch UInt32(frame.type) {
        case NGHTTP2_DATA.rawValue:
            return frame.length == 0 && frame.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) == 0
                ? receivesEmptyData(at: now) : nil
        case NGHTTP2_HEADERS.rawValue:
            priorities.giveBack(1)
            windowUpdates.giveBack(1)
            return nil
        // Counted with their field block.
        case NGHTTP2_CONTINUATION.rawValue: return nil
        case NGHTTP2_WINDOW_UPDATE.rawValue: return windowUpdates.take(at: now) ? nil : .windowUpdateFlood
        case NGHTTP2_RST_STREAM.rawValue: return resets.take(at: now) ? nil : .resetFlood
        case NGHTTP2_PING.rawValue: return pings.take(at: now) ? nil : .pingFlood
        case NGHTTP2_SETTINGS.rawValue, NGHTTP2_GOAWAY.rawValue:
            return settings.take(at: now) ? nil : .settingsFlood
        case NGHTTP2_PRIORITY.rawValue, NGHTTP2_PRIORITY_UPDATE.rawValue:
            return priorities.take(at: now) ? nil : .priorityFlood
        default: return ignores(at: now)
        }
    }

    /// Counts a frame that nothing is done with.
    mutating func ignores(at now: NIODeadline) -> HTTP2Failure? {
        ignoredFrames.take(at: now) ? nil : .ignoredFrameFlood
    }

    /// Counts a DATA frame that holds nothing, or padding alone.
    mutating func receivesEmptyData(at now: NIODeadline) -> HTTP2Failure? {
        emptyData.take(at: now) ? nil : .emptyDataFlood
    }

    /// Counts a stream that we reset because the peer broke a rule on it.
    mutating func resetsStream(at now: NIODeadline) -> HTTP2Failure? {
        provokedResets.take(at: now) ? nil : .provokedResetFlood
    }

    /// A receiver answers DATA with window updates, and some peers measure the road with a ping.
    @inline(__always)
    mutating func sendsData() {
        windowUpdates.giveBack(2)
        pings.giveBack(1)
    }
}
