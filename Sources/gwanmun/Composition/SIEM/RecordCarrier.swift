import GatewaySIEM
import GatewayTLS
import NIOCore
import Synchronization

/// Hands messages to one receiver. Used by one thread at a time, which it may block: for a bounded time, and no longer than its `Interruption` lets it.
protocol RecordCarrier: AnyObject {
    /// Whether the receiver says itself what it has kept. Where it does, `send` returns once it has.
    var isAcknowledged: Bool { get }

    /// - Returns: how many it took and says it did not keep.
    func send(_ messages: [SIEMMessage]) throws(CarrierFailure) -> UInt64
    /// Whether what was sent has reached the other machine, and the connection stands.
    func look() throws(CarrierFailure)
    /// Lets go of what is open.
    func drop()
}

/// Why messages are not with the receiver; they are tried again.
struct CarrierFailure: Error, CustomStringConvertible {
    let description: String
    /// It is not who it must be.
    var concernsPeer = false
    /// It wants to be left alone for so long.
    var pause: Duration?

    init(_ description: String, concernsPeer: Bool = false, pause: Duration? = nil) {
        self.description = description
        self.concernsPeer = concernsPeer
        self.pause = pause
    }

    init(_ error: any Error) {
        if let failure = error as? CarrierFailure {
            self = failure
            return
        }
        let failure = HTTPFailure(error)
        description = failure.description
        if case .tls(let failure) = failure { concernsPeer = failure.concernsCertificate }
    }
}

/// Ends what a carrier waits for, when the node stops.
final class Interruption: Sendable {
    private struct State {
        var isOver = false
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func interrupt() {
        let cancel = state.withLock { state in
            state.isOver = true
            defer { state.cancel = nil }
            return state.cancel
        }
        cancel?()
    }

    /// Blocks until the future has a value, `limit` is over, or it is interrupted.
    func value<Value: Sendable>(of future: EventLoopFuture<Value>, within limit: TimeAmount) throws -> Value {
        let promise = future.eventLoop.makePromise(of: Value.self)
        let deadline = future.eventLoop.scheduleTask(in: limit) { promise.fail(HTTPFailure.timeout) }
        future.cascade(to: promise)
        let isOver = state.withLock { state in
            if !state.isOver { state.cancel = { promise.fail(CarrierFailure("the node stops")) } }
            return state.isOver
        }
        if isOver { promise.fail(CarrierFailure("the node stops")) }
        defer {
            deadline.cancel()
            state.withLock { $0.cancel = nil }
        }
        return try promise.futureResult.wait()
    }
}
