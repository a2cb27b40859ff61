import Dispatch
import Glibc

/// SIGTERM and SIGINT end the node, SIGHUP reloads it.
final class NodeSignals: Sendable {
    let stream: AsyncStream<NodeSignal>
    // Made here and never touched again: they only have to live as long as the stream.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: NodeSignal.self, bufferingPolicy: .bufferingNewest(8))
        self.stream = stream
        // A client that closes early must not end the process.
        signal(SIGPIPE, SIG_IGN)
        sources = [(SIGTERM, NodeSignal.stop), (SIGINT, .stop), (SIGHUP, .reload)].map { number, meaning in
            signal(number, SIG_IGN)  // the source sees it instead of the default action
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(meaning) }
            source.resume()
            return source
        }
    }
}
