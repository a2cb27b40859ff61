import GatewayCertificates
import GatewayIdentity
import Logging
import Synchronization

/// Logs what is wrong with anchors and revocation lists: each alarm when it begins and when it is over.
///
/// Alarms begin without a reload too, when a list's time runs out; so somebody has to look now and then.
final class TrustAlarmLog: Sendable {
    private struct Alarm: Hashable, Sendable {
        let text: String
        let refusesPeople: Bool
    }

    private let board: NodeBoard
    private let clock: Clock
    private let logger: Logger
    private let told = Mutex(StandingSet<Alarm>())

    init(board: NodeBoard, clock: @escaping Clock, logger: Logger) {
        self.board = board
        self.clock = clock
        self.logger = logger
    }

    /// Says what has changed since it was called last.
    func look() {
        // A list's age is no part of it: it changes with every look.
        let alarms = board.material.trust.alarms(at: clock()).map {
            Alarm(text: $0.description, refusesPeople: $0.refusesPeople)
        }
        let changes = told.withLock { $0.look(alarms) }
        for alarm in changes.begun {
            logger.warning("\(alarm.text)", metadata: ["refuses_people": "\(alarm.refusesPeople)"])
        }
        for alarm in changes.over { logger.notice("no longer: \(alarm.text)") }
    }
}
