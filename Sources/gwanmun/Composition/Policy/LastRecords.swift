import GatewayAccess
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import NIOPosix

/// The requests of the last day, asked of a draft and of the policy that it would follow. `gwanmun policy replay` asks all of them.
struct LastRecords: Sendable {
    private static let period = Duration.seconds(86400)
    /// Decisions; what a person waits for.
    private static let limit = 50_000

    let folder: String
    let until: UnixTime

    /// Files are read on a thread for what blocks.
    func replay(_ draft: PolicySnapshot, over base: PolicySnapshot) async throws -> PolicyReplayReport {
        try await NIOThreadPool.singleton.runIfActive {
            var replay = Replay(of: draft, against: .policy(base), examples: 3)
            var left = Self.limit
            try TrailReading(folder, from: until - Self.period, to: until).forEach { reading in
                replay.take(reading)
                if reading.request != nil { left -= 1 }
                return left > 0 ? .next : .stop
            }
            return PolicyReplayReport(replay.report())
        }
    }
}

extension PolicyReplayReport {
    fileprivate init(_ report: ReplayReport) {
        self.init(
            sha256: report.sha256.hex, gained: report.tally.count(.gained), lost: report.tally.count(.lost),
            eased: report.tally.count(.eased), tightened: report.tally.count(.tightened),
            reworded: report.tally.count(.reworded), unchanged: report.tally.count(.unchanged),
            undecidable: report.tally.undecided,
            report: String(decoding: report.canonicalBytes, as: UTF8.self))
    }
}
