extension YAMLCursor {
    /// - Parameter limits: what else holds for connections; a head that those allow must not end one here.
    func http2Limits(beside limits: ConnectionLimits) -> HTTP2ConnectionLimits {
        let keys = [
            "concurrent_streams", "stream_window", "connection_window", "header_list", "header_fields", "continuations",
            "queued_frames", "stall_time", "resets", "pings", "settings", "priorities", "window_updates", "empty_data",
            "ignored_frames",
        ]
        var read = limits.http2
        guard let entry = mapping("http2", keys: keys) else { return read }
        entry.take("concurrent_streams", 1...10_000, into: &read.concurrentStreams)
        entry.take("stream_window", 65_535...16_777_216, into: &read.streamWindow)
        entry.take("connection_window", 65_535...67_108_864, into: &read.connectionWindow)
        entry.take("header_list", 16_384...4_194_304, into: &read.headerList)
        entry.take("header_fields", 16...4_000, into: &read.headerFields)
        entry.take("continuations", 1...1_000, into: &read.continuations)
        entry.take("queued_frames", 100...100_000, into: &read.queuedFrames)
        if let time = entry.optional("stall_time")?.duration(upTo: .seconds(3600)) { read.stallTime = time }
        entry.take("resets", into: &read.resets)
        entry.take("pings", into: &read.pings)
        entry.take("settings", into: &read.settings)
        entry.take("priorities", into: &read.priorities)
        entry.take("window_updates", into: &read.windowUpdates)
        entry.take("empty_data", into: &read.emptyData)
        entry.take("ignored_frames", into: &read.ignoredFrames)
        entry.require("connection_window", read.connectionWindow, atLeast: "stream_window", read.streamWindow)
        entry.require("header_list", read.headerList, atLeast: "limits.head_size", limits.headSize)
        entry.require("header_fields", read.headerFields, atLeast: "limits.head_fields", limits.headFields)
        return read
    }

    /// How many at once, and how many a second from then on.
    fileprivate func rate() -> HTTP2ConnectionLimits.Rate? {
        guard let entry = mapping("a rate", keys: ["burst", "per_second"]) else { return nil }
        let burst = entry.required("burst")?.integer(1...1_000_000)
        let perSecond = entry.required("per_second")?.integer(1...1_000_000)
        guard let burst, let perSecond else { return nil }
        return .init(burst: burst, perSecond: perSecond)
    }
}

extension YAMLMapping {
    fileprivate func take(_ key: String, _ range: ClosedRange<Int>, into value: inout Int) {
        if let number = optional(key)?.integer(range) { value = number }
    }

    fileprivate func take(_ key: String, into value: inout HTTP2ConnectionLimits.Rate) {
        if let rate = optional(key)?.rate() { value = rate }
    }

    /// Two values of which one only makes sense with the other. Said where the one stands, or, if it is left at its default, at the mapping.
    fileprivate func require(_ key: String, _ value: Int, atLeast other: String, _ least: Int) {
        guard value < least else { return }
        let place = optional(key)?.position ?? position
        log.report(.badValue("\(key): \(value)", expected: "at least \(other), which is \(least)"), at: place)
    }
}
