import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewayReview
import GatewayStore

/// Reads the records of a period and puts together what its review shows. Blocks: on a thread that may.
struct SheetMaker: Sendable {
    let audit: String
    let workingHours: AccessWindow
    let policy: PolicySnapshot
    let people: ReviewedPeople
    let kept: [KeptRight]
    let now: UnixTime

    /// - Parameter isWanted: asked now and then; `false` ends it.
    func sheet(for task: ReviewTask, while isWanted: () -> Bool) throws(FileFailure) -> ReviewSheet? {
        switch task.kind {
        case .accessRecords:
            var tally = AccessTally(task.period, workingHours: workingHours)
            let isWhole = try read(from: tally.begin, while: isWanted) { tally.take($0) }
            return isWhole ? tally.sheet() : nil
        case .rights, .partnerRights:
            var sketch = UsageSketch(of: policy.definition, over: task.period)
            let isWhole = try read(from: task.period.from, while: isWanted) { sketch.take($0) }
            let sheet = RightsSheet(sketch, people, policy.definition, kept: kept)
            return isWhole ? sheet.sheet(task.kind, of: task.period, at: now) : nil
        case .partnerReport:
            var tally = PartnerTally(task.period, of: people, under: policy.definition)
            let isWhole = try read(from: tally.begin, while: isWanted) { tally.take($0) }
            return isWhole ? tally.sheet() : nil
        case .logBundle:
            guard let subject = task.subject else { return nil }
            var bundle = BundleReading(task.period, of: subject.account)
            let isWhole = try read(from: task.period.from, while: isWanted) { bundle.take($0) }
            return isWhole ? bundle.sheet() : nil
        }
    }

    /// What nobody used in the days before now.
    func unusedRights(days: Int64, while isWanted: () -> Bool) throws(FileFailure) -> ReviewSheet? {
        let period = ReviewPeriod(name: "\(days)d", from: now - .seconds(days * 86400), to: now)
        var sketch = UsageSketch(of: policy.definition, over: period)
        guard try read(from: period.from, while: isWanted, { sketch.take($0) }) else { return nil }
        let unused = UnusedRights(of: policy.definition, sketch, people: people)
        return ReviewSheet(.rights, sketch.seen, unused.tables(kept: kept, at: now))
    }

    /// Segments that were closed before are skipped.
    ///
    /// - Returns: whether it was read to the end.
    private func read(from begin: UnixTime, while isWanted: () -> Bool, _ use: (UnsafeRawBufferPointer) -> Void)
        throws(FileFailure) -> Bool
    {
        var lines = 0
        var isWhole = true
        try AuditReader(directory: audit).forEachLine(since: begin) { line in
            lines += 1
            if lines.isMultiple(of: 10_000), !isWanted() {
                isWhole = false
                return .stop
            }
            use(line)
            return .next
        }
        return isWhole
    }
}

/// The records of one person, counted and hashed as they stand.
struct BundleReading {
    private var tally: BundleTally
    private let hasher = SHA256Hasher()

    init(_ period: ReviewPeriod, of account: AccountName) { tally = BundleTally(period, of: account) }

    /// - Returns: whether the line belongs to it.
    @discardableResult
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        guard tally.take(line) else { return false }
        hasher.update(line)
        hasher.update([UInt8(ascii: "\n")])
        return true
    }

    func sheet() -> ReviewSheet { tally.sheet(sha256: hasher.finish()) }
}
