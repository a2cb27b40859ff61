import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewaySettings
import Logging
import NIOPosix
import Synchronization

/// What makes the trail prove itself while the node serves: signed checkpoints, their copies elsewhere, and looks at what is written.
final class TrailKeeper: Sendable {
    let standing = TrailStanding()
    private let signer: CheckpointSigner
    private let following: TrailFollowing
    private let watch: CheckpointWatch
    private let couriers: [Task<Void, Never>]
    private let findings: AsyncStream<PatrolFinding>
    private let patrol: TrailPatrol
    private let logger: Logger

    /// The first look at the whole comes soon after the start, but not into it.
    private static let firstLook = Duration.seconds(600)

    init(
        _ trail: AuditTrail, _ configuration: GatewayConfiguration, key: any CheckpointKey, host: String,
        clock: @escaping Clock, logger: Logger
    ) throws {
        self.logger = logger
        let (settings, directory) = (configuration.auditTrail, configuration.places.audit)
        let destinations = settings.checkpoints.destinations
        let (findings, found) = AsyncStream.makeStream(of: PatrolFinding.self, bufferingPolicy: .bufferingOldest(256))
        self.findings = findings
        let copies = settings.checkpoints.copies
        patrol = try TrailPatrol(
            directory, every: settings.verifyEvery, first: min(settings.verifyEvery, Self.firstLook),
            against: {
                AnchorSources(files: copies.filter { PrivateFile.exists($0) }, asOf: clock())
            },
            report: { found.yield($0) })
        let file = try CheckpointFile(in: directory)
        let last = file.last
        let point = last?.point ?? trail.counters.last
        standing.note {
            $0.key = (key.publicKey.fingerprint, key.publicKey.algorithm)
            $0.signed = last?.point.sequence ?? 0
            $0.signedAt = last?.time
        }
        let streams = destinations.map { _ in
            AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        }
        let watch = CheckpointWatch(
            standing: standing, patrol: patrol, found: found, arrivals: streams.map(\.continuation), logger: logger)
        self.watch = watch
        let rhythm = CheckpointRhythm(records: settings.checkpoints.records, wait: settings.checkpoints.wait)
        signer = CheckpointSigner(
            file, after: point, key: key, host: host, rhythm: rhythm, clock: clock, observer: watch)
        following = try TrailFollowing(
            trail, in: directory, after: point.sequence, pause: min(.seconds(1), rhythm.wait), by: signer)
        let standing = standing
        couriers = try zip(destinations, streams).map { destination, stream in
            let courier = CheckpointCourier(
                name: destination.name, carrier: try Self.carrier(destination, host: host, clock: clock),
                directory: directory, standing: standing, logger: logger)
            return Task { await courier.run(stream.stream) }
        }
    }

    private static func carrier(
        _ destination: AuditTrailSettings.Destination, host: String, clock: @escaping Clock
    ) throws -> any CheckpointCarrier {
        switch destination.way {
        case .file(let path): CheckpointCopy(path)
        case .webhook(let settings): CheckpointWebhook(carrier: try WebhookCarrier(settings, clock: clock))
        case .syslog(let settings): CheckpointSyslog(carrier: try SyslogCarrier(settings, host: host))
        }
    }

    /// Records what the looks at the trail find, until its task is cancelled.
    func report(to housekeeping: Housekeeping, ids: RequestIDs, clock: @escaping Clock, logger: Logger) async {
        for await finding in findings {
            if Task.isCancelled { return }
            do throws(AccessFailure) {
                switch finding {
                case .whole(let first, let last):
                    note(first, last, nil, at: clock())
                    try await housekeeping.noteVerification(
                        first: first, last: last, damage: nil, at: clock(), requestID: ids.next())
                case .broken(let first, let last, let chainBreak):
                    logger.critical("the audit trail is broken: \(chainBreak)")
                    note(first, last, chainBreak, at: clock())
                    try await housekeeping.noteVerification(
                        first: first, last: last,
                        damage: TrailDamage(
                            witness: chainBreak.difference.witness.rawValue,
                            place: "\(chainBreak.file):\(chainBreak.line)"),
                        at: clock(), requestID: ids.next())
                case .unreadable(let why): logger.error("the audit trail could not be verified: \(why)")
                }
            } catch {
                logger.error("the verification of the trail could not be recorded: \(error)")
            }
        }
    }

    private func note(_ first: UInt64, _ last: UInt64, _ chainBreak: ChainBreak?, at now: UnixTime) {
        standing.note { facts in
            if let chainBreak { facts.damage = "\(chainBreak)" } else if first <= 1 { facts.damage = nil }
            if first <= 1, chainBreak == nil {
                facts.verifiedAt = now
                facts.verified = last
            }
        }
    }

    /// Signs what has no checkpoint yet. What was not sent is sent after the next start.
    func stop() async {
        // They wait for threads that may wait for a token: not on Swift's own.
        let (patrol, following, signer) = (patrol, following, signer)
        do {
            try await NIOThreadPool.singleton.runIfActive {
                patrol.stop()
                following.stop()
                signer.finish()
            }
        } catch {
            logger.error("the last checkpoint is left to the next start: \(error)")
        }
        watch.end()
        // Not waited for: a share that hangs must not keep a node from ending.
        for courier in couriers { courier.cancel() }
    }
}

/// What the signer's thread tells.
private final class CheckpointWatch: CheckpointObserver {
    private let standing: TrailStanding
    private let patrol: TrailPatrol
    private let found: AsyncStream<PatrolFinding>.Continuation
    private let arrivals: [AsyncStream<Void>.Continuation]
    private let logger: Logger

    init(
        standing: TrailStanding, patrol: TrailPatrol, found: AsyncStream<PatrolFinding>.Continuation,
        arrivals: [AsyncStream<Void>.Continuation], logger: Logger
    ) {
        self.standing = standing
        self.patrol = patrol
        self.found = found
        self.arrivals = arrivals
        self.logger = logger
    }

    func signed(_ checkpoints: [Checkpoint]) {
        guard let last = checkpoints.last else { return }
        if standing.now.signingProblem != nil { logger.notice("checkpoints are signed again") }
        standing.note {
            $0.signed = last.point.sequence
            $0.signedAt = last.time
            $0.signingProblem = nil
        }
        for arrival in arrivals { arrival.yield() }
    }

    func failed(_ why: String) {
        if standing.now.signingProblem != why { logger.error("no checkpoint can be signed: \(why)") }
        standing.note { $0.signingProblem = why }
    }

    func found(_ chainBreak: ChainBreak) {
        standing.note { $0.signingProblem = "behind a break nothing is signed" }
        found.yield(.broken(first: chainBreak.sequence, last: chainBreak.sequence, chainBreak))
    }

    func closed(_ segment: SegmentName) { patrol.verify(segment) }

    func end() {
        found.finish()
        for arrival in arrivals { arrival.finish() }
    }
}
