import GatewayAccess
import GatewayAudit
import GatewayIdentity
import Logging
import NIOPosix
import Synchronization

/// One channel's side of the post: hand-over, spool, courier.
final class ChannelPost: Sendable {
    /// Warnings that may wait for the disk.
    private static let handOverLimit = 1024

    let standing: ChannelStanding
    let carrier: any WarningCarrier
    private let handOver: AsyncStream<SecurityWarning>.Continuation
    private let storing: Task<Void, Never>
    private let carrying: Task<Void, Never>
    private let logger: Logger

    /// - Parameter spool: the folder of all channels' spools.
    init(
        _ carrier: any WarningCarrier, spool folder: String, journal: any AuditJournal, clock: @escaping Clock,
        logger: Logger
    ) throws {
        self.carrier = carrier
        self.logger = logger
        let standing = ChannelStanding(carrier.channel)
        self.standing = standing
        let spool = try WarningSpool(folder: folder + "/" + carrier.channel.rawValue)
        let courier = WarningCourier(
            spool: spool, carrier: carrier, standing: standing, journal: journal, clock: clock, logger: logger)
        let (warnings, handOver) = AsyncStream.makeStream(
            of: SecurityWarning.self, bufferingPolicy: .bufferingOldest(Self.handOverLimit))
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.handOver = handOver
        carrying = Task { await courier.run(arrivals) }
        storing = Task {
            var count = 0
            for await warning in warnings {
                count += 1
                do {
                    // Thirteen digits until the year 2286, so that names sort by time.
                    let name = "\(clock().milliseconds)-\(warning.number)-\(count)"
                    let bytes = try SpooledWarning(warning).encoded()
                    try await NIOThreadPool.singleton.runIfActive { try spool.store(bytes, as: name) }
                    arrived.yield()
                } catch {
                    Self.tellLoss(of: warning, "\(error)", standing, logger)
                }
            }
        }
    }

    func take(_ warning: SecurityWarning) {
        switch handOver.yield(warning) {
        case .enqueued: break
        case .dropped, .terminated: Self.tellLoss(of: warning, "too many at once", standing, logger)
        @unknown default: Self.tellLoss(of: warning, "too many at once", standing, logger)
        }
    }

    /// Puts what was handed over into the spool and ends. What waits there is carried after the next start.
    func stop() async {
        handOver.finish()
        await storing.value
        carrying.cancel()
        await carrying.value
    }

    private static func tellLoss(
        of warning: SecurityWarning, _ why: String, _ standing: ChannelStanding, _ logger: Logger
    ) {
        standing.note { $0.lost += 1 }
        logger.critical(
            "a warning goes to the log alone: \(why)",
            metadata: [
                "channel": "\(standing.channel.rawValue)", "number": "\(warning.number)",
                "lost": "\(standing.now.lost)",
            ])
    }
}
