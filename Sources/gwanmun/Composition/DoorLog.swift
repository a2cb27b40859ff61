import Gateway
import Logging
import Synchronization

/// Tells the log what the doors turned away since the last look: one line a cause, however many connections there were.
final class DoorLog: Sendable {
    private let metrics: GateMetrics
    private let logger: Logger
    private let told = Mutex<[RefusedConnection: UInt64]>([:])

    init(_ metrics: GateMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    func look() {
        for reason in RefusedConnection.allCases {
            let total = metrics.refused(reason)
            let before = told.withLock { $0.updateValue(total, forKey: reason) } ?? 0
            guard total > before else { continue }
            logger.warning("\(Self.line(of: reason))", metadata: ["connections": "\(total - before)"])
        }
    }

    private static func line(of reason: RefusedConnection) -> String {
        switch reason {
        case .total: "closed, as limits.connections are open"
        case .source: "closed, as limits.connections_per_source of one address are open"
        case .pressure: "strangers closed, as the node is overloaded"
        case .handshakes: "closed without a handshake, as too many others wait for one"
        case .proxyHeader: "closed: a listed proxy came without a good PROXY header"
        case .proxyHeaderLate: "closed: a listed proxy did not finish its PROXY header"
        }
    }
}
