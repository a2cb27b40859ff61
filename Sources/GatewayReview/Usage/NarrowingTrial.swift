internal import GatewayIdentity
public import GatewayPolicy
public import GatewayReplay

/// A narrower policy held against the records that it was made from: nobody may lose anything, and nobody may gain either.
public struct NarrowingTrial: Sendable {
    private var replay: Replay

    public init(of draft: PolicySnapshot, against current: PolicySnapshot) {
        replay = Replay(of: draft, against: .policy(current), examples: 3)
    }

    public mutating func take(_ reading: DecisionReading) { replay.take(reading) }

    public struct Verdict: Sendable {
        public let decisions: Int
        /// By how many requests the answers differ in what anybody would notice.
        public let lost: Int
        public let gained: Int
        public let undecidable: Int
        /// Rules that stood behind those answers: they stay as they were.
        public let culprits: Set<RuleID>

        public var isLossless: Bool { lost == 0 && gained == 0 }
    }

    public func verdict() -> Verdict {
        let report = replay.report()
        var culprits: Set<RuleID> = []
        for row in report.rules.rows {
            let counts = row.group.counts
            let noticed = Self.noticed.reduce(0) { $0 + (counts[.difference($1)] ?? 0) }
            guard noticed > 0, case .rule(let was, let now) = row.name else { continue }
            for name in [was, now].compactMap(\.self) { culprits.insert(RuleID(name)) }
        }
        return Verdict(
            decisions: report.tally.decisions,
            lost: report.tally.count(.lost) + report.tally.count(.tightened),
            gained: report.tally.count(.gained) + report.tally.count(.eased), undecidable: report.tally.undecided,
            culprits: culprits)
    }

    private static let noticed: [Difference] = [.lost, .tightened, .gained, .eased]
}
