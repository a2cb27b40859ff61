import Gateway
import Logging
import Synchronization

/// Tells the log what the doors turned away since the last look: one line a cause, however many connections there were.
final class DoorLog: Sendable {
    private let metrics: GateMetrics
    private let logger: Logger
    /// What each line has told of so far.
    private let told = Mutex<[String: UInt64]>([:])

    init(_ metrics: GateMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    func look() {
        tell("connections wait: no file descriptor or no memory to accept them with", metrics.acceptPauses)
        for reason in RefusedConnection.allCases { tell(Self.line(of: reason), metrics.refused(reason)) }
    }

    /// - Parameter total: since the start.
    private func tell(_ line: String, _ total: UInt64) {
        let before = told.withLock { $0.updateValue(total, forKey: line) } ?? 0
        guard total > before else { return }
        logger.warning("\(line)", metadata: ["times": "\(total - before)"])
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
