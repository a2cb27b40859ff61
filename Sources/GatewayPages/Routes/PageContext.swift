import Hummingbird
import Logging

/// The request context of our router: made from one exchange, without a channel.
struct PageContext: RequestContext {
    struct Source: RequestContextSource {
        let exchange: Exchange
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    let exchange: Exchange

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        exchange = source.exchange
    }
}
