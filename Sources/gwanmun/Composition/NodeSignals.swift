import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT end the node, SIGHUP reloads it.
final class NodeSignals: Sendable {
    let stream: AsyncStream<NodeSignal>
    private let stopping: StopFlag
    /// For those who wait for something else than a signal.
    var stopIsAsked: Bool { stopping.isSet.load(ordering: .relaxed) }
    // Made here and never touched again: they only have to live as long as the stream.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: NodeSignal.self, bufferingPolicy: .bufferingNewest(8))
        self.stream = stream
        let stopping = StopFlag()
        self.stopping = stopping
        // A client that closes early must not end the process.
        signal(SIGPIPE, SIG_IGN)
        sources = [(SIGTERM, NodeSignal.stop), (SIGINT, .stop), (SIGHUP, .reload)].map { number, meaning in
            signal(number, SIG_IGN)  // the source sees it instead of the default action
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if meaning == .stop { stopping.isSet.store(true, ordering: .relaxed) }
                continuation.yield(meaning)
            }
            source.resume()
            return source
        }
    }
}

private final class StopFlag: Sendable {
    let isSet = Atomic(false)
}
