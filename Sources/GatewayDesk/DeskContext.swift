internal import GatewayIdentity
internal import Hummingbird
internal import Logging

/// The request context of the desk's router: made from one request, without a channel.
struct DeskContext: RequestContext {
    struct Source: RequestContextSource {
        let request: DeskRequest
        let requestID: GatewayIdentity.RequestID
        let now: UnixTime
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    let request: DeskRequest
    let requestID: GatewayIdentity.RequestID
    let now: UnixTime
    /// Where an answer that is a stream is left for `DeskResponder`: the router's own types have no place for it.
    let streamed = StreamPlace()

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        request = source.request
        requestID = source.requestID
        now = source.now
    }
}
