internal import GatewayAudit
public import GatewayIdentity

/// Selects the records of one person in one period, as they stand, and counts them: what is handed to whoever approved a
/// provider's support (guide, NCT2-1-P2; T101).
public struct BundleTally: Sendable {
    private let period: ReviewPeriod
    private let account: String
    private var lines = RecordLines()
    private var types = BoundedTally<String, Int>(limit: 200)
    public private(set) var records = 0
    private var first: String?
    private var last: String?

    public init(_ period: ReviewPeriod, of account: AccountName) {
        self.period = period
        self.account = account.text
    }

    public var begin: UnixTime { period.from }

    /// - Returns: whether the line belongs to the bundle: what the person did, and what was done to them.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let line = lines.read(bytes), isOfPeriod(line),
            line.text(.account) == account || line.text(.object) == account || line.text(.recipient) == account
        else { return false }
        records += 1
        types.count(line.type)
        last = line.number(.sequence).map(String.init)
        if first == nil { first = last }
        return true
    }

    /// Whatever was done in it for a moment: what an approval opened ends with it or a moment later, and no other bundle tells of that.
    private func isOfPeriod(_ line: RecordLine) -> Bool {
        guard let request = line.request else { return period.contains(line.time) }
        return request.began < period.to && period.from <= request.at
    }

    /// - Parameter sha256: of the lines, each with its LF.
    public func sheet(sha256: SHA256Digest) -> ReviewSheet {
        ReviewSheet(
            .logBundle, period,
            [
                ReviewSheet.Table(
                    .overview, [.fact, .value],
                    [
                        ["account", account], ["records", "\(records)"], ["first_seq", first ?? "-"],
                        ["last_seq", last ?? "-"], ["sha256", sha256.hex],
                    ]),
                ReviewSheet.Table(
                    .types, [.type, .count],
                    types.entries.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { [$0.key, "\($0.value)"] },
                    left: types.left),
            ])
    }
}
