import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayWatch
import Logging
import Synchronization

/// Takes the measures that are due, one after the other, beside the thread that watches.
///
/// What cannot be done now (the store, the trail) is tried again under its own number until it can; meanwhile nothing behind it counts as watched.
final class MeasureTaker: Sendable {
    /// More alarms than anybody could follow; beyond it they are lost, and those who must be watched are refused until the rest is done.
    private static let mostWaiting = 1000
    private static let pause = Duration.seconds(1)

    private let measures: Measures
    private let ids: RequestIDs
    private let logger: Logger
    private let waiting = Mutex<[(finding: WatchFinding, since: ContinuousClock.Instant)]>([])
    private let wake: AsyncStream<Void>.Continuation
    private let signals: AsyncStream<Void>

    init(_ measures: Measures, ids: RequestIDs, logger: Logger) {
        self.measures = measures
        self.ids = ids
        self.logger = logger
        (signals, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// When the oldest alarm was raised that is not acted upon; `nil`: there is none.
    var waitingSince: ContinuousClock.Instant? { waiting.withLock { $0.first?.since } }

    func take(_ finding: WatchFinding) {
        let isTaken = waiting.withLock { waiting in
            guard waiting.count < Self.mostWaiting else { return false }
            waiting.append((finding, .now))
            return true
        }
        if !isTaken { logger.critical("an alarm is lost: too many wait", metadata: ["rule": "\(finding.rule)"]) }
        wake.yield()
    }

    /// Until its task is cancelled.
    func run() async {
        for await _ in signals {
            while !Task.isCancelled, let finding = waiting.withLock({ $0.first?.finding }) {
                await carryOut(finding)
                waiting.withLock { _ = $0.removeFirst() }
            }
        }
    }

    private func carryOut(_ finding: WatchFinding) async {
        let id = ids.next()
        // Before anything is ended: a second attempt finds no sessions any more.
        let certificates = measures.certificates(of: finding.person)
        while !Task.isCancelled {
            do throws(AdministrationProblem) {
                let measure = try await measures.take(finding, id: id, certificates: certificates)
                logger.notice(
                    "alarm",
                    metadata: [
                        "rule": "\(measure.rule)", "measure": "\(measure.step.rawValue)", "id": "\(measure.id)",
                    ])
                return
            } catch {
                logger.error("a measure could not be taken: \(error)", metadata: ["rule": "\(finding.rule)"])
                // Only what may be otherwise in a moment is tried again.
                guard case .failed = error else { return }
            }
            do { try await Task.sleep(for: Self.pause) } catch { return }
        }
    }
}
