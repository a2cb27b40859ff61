import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewaySettings
import GatewayTLS
import Logging
import NIOPosix
import Synchronization

/// Where warnings of unlawful sign-in attempts go: one log line each, and the webhook that the settings name.
///
/// A caller never waits: a warning is handed over, put into the spool, and carried from there until the receiver has it.
final class WarningPost: WarningSink {
    private let logger: Logger
    private let webhook: WebhookPost?

    /// - Throws: when the webhook's key or spool cannot be used.
    init(_ settings: WarningSettings, journal: any AuditJournal, clock: @escaping Clock, logger: Logger) throws {
        self.logger = logger
        webhook = try settings.webhook.map { try WebhookPost($0, journal: journal, clock: clock, logger: logger) }
    }

    func deliver(_ warning: SecurityWarning) {
        logger.warning(
            "security warning",
            metadata: [
                "event": "\(warning.event.rawValue)", "for": "\(warning.audience.word)",
                "severity": "\(warning.severity.rawValue)", "number": "\(warning.number)",
                "account": "\(warning.account ?? "-")", "source": "\(warning.source ?? "-")",
                "failures": "\(warning.failures.map(String.init) ?? "-")",
            ])
        webhook?.take(warning)
    }

    /// Puts what was handed over into the spool and ends. What waits there is carried after the next start.
    func stop() async { await webhook?.stop() }
}

extension SecurityWarning.Audience {
    fileprivate var word: String {
        switch self {
        case .owner: "owner"
        case .securityOfficer: "security_officer"
        }
    }
}

/// The webhook's side of the post: hand-over, spool, courier.
private final class WebhookPost: Sendable {
    /// Warnings that may wait for the disk.
    private static let handOverLimit = 1024

    private let handOver: AsyncStream<SecurityWarning>.Continuation
    private let storing: Task<Void, Never>
    private let carrying: Task<Void, Never>
    private let lost = Atomic<Int>(0)
    private let logger: Logger

    init(_ settings: WarningSettings.Webhook, journal: any AuditJournal, clock: @escaping Clock, logger: Logger) throws
    {
        self.logger = logger
        let spool = try WarningSpool(folder: settings.spool)
        let peer = HTTPPeer(settings.endpoint.server, verifiedBy: try TLSClientContext(trustFile: nil))
        let courier = WarningCourier(
            spool: spool, client: HTTPClient(peer: peer, patience: .seconds(10), answerLimit: 64 * 1024),
            path: settings.endpoint.path,
            signature: try WebhookSignature(keyFile: settings.keyFile), journal: journal, clock: clock, logger: logger)
        let (warnings, handOver) = AsyncStream.makeStream(
            of: SecurityWarning.self, bufferingPolicy: .bufferingOldest(Self.handOverLimit))
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.handOver = handOver
        carrying = Task { await courier.run(arrivals) }
        storing = Task {
            var count = 0
            for await warning in warnings {
                count += 1
                await Self.store(warning, number: count, in: spool, clock, logger)
                arrived.yield()
            }
        }
    }

    func take(_ warning: SecurityWarning) {
        switch handOver.yield(warning) {
        case .enqueued: break
        case .dropped, .terminated: noteLoss()
        @unknown default: noteLoss()
        }
    }

    func stop() async {
        handOver.finish()
        await storing.value
        carrying.cancel()
        await carrying.value
    }

    private func noteLoss() {
        let count = lost.add(1, ordering: .relaxed).newValue
        logger.critical("a warning goes to the log alone: too many at once", metadata: ["lost": "\(count)"])
    }

    private static func store(
        _ warning: SecurityWarning, number: Int, in spool: WarningSpool, _ clock: Clock, _ logger: Logger
    ) async {
        // Thirteen digits until the year 2286, so that names sort by time.
        let id = "\(clock().milliseconds)-\(warning.number)-\(number)"
        do {
            let bytes = try WarningEnvelope(warning, id: id).encoded()
            try await NIOThreadPool.singleton.runIfActive { try spool.store(bytes, as: id) }
        } catch {
            logger.critical("a warning goes to the log alone: \(error)", metadata: ["number": "\(warning.number)"])
        }
    }
}
