import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayDeskPages
import GatewayIdentity
import GatewaySIEM
import GatewaySettings
import Glibc
import Logging
import NIOPosix
import Synchronization

/// All receivers of records, each followed by a thread of its own.
final class SIEMPost: Sendable {
    private let receivers: [SIEMReceiver]
    private let standings: [ForwardingStanding]
    private let interruptions: [Interruption]
    private let positions: [ForwardingPosition]
    private let settings: SIEMSettings
    private let trail: AuditTrail
    private let directory: String
    private let host: String
    private let clock: Clock
    private let logger: Logger
    private let followings = Mutex<[TrailFollowing]>([])

    /// - Throws: when papers or positions cannot be read.
    init(
        _ settings: SIEMSettings, _ trail: AuditTrail, in directory: String, host: String, clock: @escaping Clock,
        logger: Logger
    ) throws {
        self.settings = settings
        self.trail = trail
        self.directory = directory
        self.host = host
        self.clock = clock
        self.logger = logger
        receivers = settings.receivers
        standings = receivers.map { ForwardingStanding($0.name) }
        interruptions = receivers.map { _ in Interruption() }
        if !receivers.isEmpty { try WarningSpool.makeFolder(settings.positions) }
        positions = try receivers.map {
            try PositionFile(folder: settings.positions, receiver: $0.name).read() ?? ForwardingPosition()
        }
        for receiver in receivers {
            _ = try Self.carrier(of: receiver, host: host, interruption: Interruption(), clock: clock)
        }
    }

    /// Begins to send.
    func start(alarm: @escaping @Sendable (ForwardingAlarm) -> Void) throws {
        for (index, receiver) in receivers.enumerated() {
            let (trail, language) = (trail, receiver.language)
            // A trail that is shorter than what was sent is another one.
            let isOther = positions[index].sequence > trail.counters.last.sequence
            let begin = isOther ? ForwardingPosition() : positions[index]
            let forwarder = RecordForwarder(
                receiver,
                by: try Self.carrier(of: receiver, host: host, interruption: interruptions[index], clock: clock),
                from: begin, keptIn: PositionFile(folder: settings.positions, receiver: receiver.name),
                standing: standings[index], host: host,
                title: { RecordType(rawValue: $0)?.title(in: language) ?? $0 },
                end: { trail.counters.last.sequence }, alarm: alarm, clock: clock)
            if isOther { alarm(.init(receiver: receiver.name, step: .restarted)) }
            let following = try TrailFollowing(
                trail, in: directory, after: begin.sequence, by: forwarder)
            followings.withLock { $0.append(following) }
        }
    }

    /// A chance for the last records, and the end.
    func stop() {
        let deadline = ContinuousClock.now + .seconds(2)
        let running = followings.withLock { followings in
            defer { followings = [] }
            return followings
        }
        while running.contains(where: { $0.lag > 0 }), ContinuousClock.now < deadline { usleep(20_000) }
        for interruption in interruptions { interruption.interrupt() }
        for following in running { following.stop() }
    }

    // MARK: Telling

    struct Report: Sendable {
        let name: String
        let state: ForwardingStanding.State
        /// Records that it does not have yet.
        let lag: UInt64
    }

    var reports: [Report] {
        let last = trail.counters.last.sequence
        return standings.map { standing in
            let state = standing.now
            return Report(name: standing.name, state: state, lag: last > state.confirmed ? last - state.confirmed : 0)
        }
    }

    struct Trial: Sendable {
        let receiver: String
        /// `nil`: it arrived.
        let problem: String?
    }

    /// Sends each receiver a message that says it is a test, past the queue.
    func attempt() async -> [Trial] {
        var trials: [Trial] = []
        for receiver in receivers {
            let (host, clock) = (host, clock)
            let problem: String?
            do {
                problem = try await NIOThreadPool.singleton.runIfActive {
                    try Self.attempt(receiver, host: host, clock: clock)
                }
            } catch {
                problem = "\(error)"
            }
            trials.append(Trial(receiver: receiver.name, problem: problem))
        }
        return trials
    }

    private static func attempt(_ receiver: SIEMReceiver, host: String, clock: @escaping Clock) throws -> String? {
        let carrier = try carrier(of: receiver, host: host, interruption: Interruption(), clock: clock)
        defer { carrier.drop() }
        let message = SIEMMessage(.test, at: clock(), host: host, in: receiver.language, [("drill", 1)])
        do throws(CarrierFailure) {
            let rejected = try carrier.send([message])
            try carrier.look()
            return rejected > 0 ? "taken, and not kept" : nil
        } catch {
            return error.description
        }
    }

    static func carrier(
        of receiver: SIEMReceiver, host: String, interruption: Interruption, clock: @escaping Clock
    ) throws -> any RecordCarrier {
        switch receiver.way {
        case .syslog(let settings):
            try SyslogRecordCarrier(settings, version: Node.version, interruption: interruption)
        case .file(let path): FileRecordCarrier(path: path)
        case .otlp(let settings):
            try OTLPRecordCarrier(
                settings, host: host, version: Node.version, interruption: interruption, clock: clock)
        }
    }
}
