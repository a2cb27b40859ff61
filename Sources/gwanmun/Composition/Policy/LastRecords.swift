import GatewayAccess
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import NIOPosix

/// The newest requests of the last day, asked of a draft and of the policy that it would follow. `gwanmun policy replay` asks all of them.
struct LastRecords: Sendable {
    static let period = Duration.seconds(86400)
    /// Decisions; what a person waits for.
    static let usualLimit = 50_000

    let folder: String
    let until: UnixTime
    var limit = Self.usualLimit

    /// Files are read on a thread for what blocks.
    func replay(_ draft: PolicySnapshot, over base: PolicySnapshot) async throws -> PolicyReplayReport {
        try await NIOThreadPool.singleton.runIfActive {
            var replay = Replay(of: draft, against: .policy(base), examples: 3)
            try forEach { replay.take($0) }
            return PolicyReplayReport(replay.report())
        }
    }

    /// Backwards first, to where the newest of them begin; then in order. What is older than a day is not read.
    func forEach(_ use: (DecisionReading) -> Void) throws(FileFailure) {
        let from = until - Self.period
        let trail = AuditReader(directory: folder)
        var back = DecisionReader(from: from, to: until)
        guard let place = try trail.place(ofNewest: limit, since: from, where: { back.read($0).request != nil }) else {
            return
        }
        var reader = DecisionReader(from: from, to: until)
        var left = limit
        try trail.forEachLine(from: place) { line in
            let reading = reader.read(line)
            use(reading)
            if reading.request != nil { left -= 1 }
            return left > 0 ? .next : .stop
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
