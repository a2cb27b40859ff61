internal import GatewayHTTP2
internal import GatewaySettings
internal import NIOCore

/// What HTTP/2 clients are granted, in the words of the protocol's own module.
struct HTTP2Terms: Hashable {
    let settings: HTTP2Settings
    let limits: HTTP2Limits

    init(_ limits: ConnectionLimits) {
        let configured = limits.http2
        settings = HTTP2Settings(
            maxConcurrentStreams: UInt32(configured.concurrentStreams),
            initialWindow: UInt32(configured.streamWindow), connectionWindow: UInt32(configured.connectionWindow),
            maxHeaderListSize: UInt32(configured.headerList / 2))
        var limits = HTTP2Limits.standard
        limits.headSize = configured.headerList
        limits.fieldCount = configured.headerFields
        limits.continuations = UInt32(configured.continuations)
        limits.queuedFrames = configured.queuedFrames
        limits.stallTime = TimeAmount(configured.stallTime)
        limits.resets = .init(configured.resets)
        limits.pings = .init(configured.pings)
        limits.settings = .init(configured.settings)
        limits.priorities = .init(configured.priorities)
        limits.windowUpdates = .init(configured.windowUpdates)
        limits.emptyData = .init(configured.emptyData)
        limits.ignoredFrames = .init(configured.ignoredFrames)
        self.limits = limits
    }
}

extension HTTP2Limits.Rate {
    fileprivate init(_ configured: HTTP2ConnectionLimits.Rate) {
        self.init(burst: UInt32(configured.burst), perSecond: UInt32(configured.perSecond))
    }
}
