public import GatewayIdentity

/// Reports that others made, as they stood at an instant: the newest of each matter, and those whose next one is due and not there.
public struct ReportRegister: Sendable {
    /// Made by then, by whatever clock, the newest first.
    public let reports: [FiledReport]
    private let newestIDs: Set<String>
    private let now: UnixTime

    public init(_ all: [FiledReport], at now: UnixTime) {
        self.now = now
        reports = all.filter { $0.content.madeAt <= now + ReportLimits.clockDifference }.sorted {
            ($1.content.madeAt, $1.at, $1.id) < ($0.content.madeAt, $0.at, $0.id)
        }
        var matters: Set<String> = []
        newestIDs = Set(reports.filter { matters.insert($0.matter).inserted }.map(\.id))
    }

    /// Those that nothing newer took the place of.
    public var newest: [FiledReport] { reports.filter(isNewest) }
    public var overdue: [FiledReport] { reports.filter(isOverdue) }

    public func isNewest(_ report: FiledReport) -> Bool { newestIDs.contains(report.id) }

    /// From the instant on by which the next one was due.
    public func isOverdue(_ report: FiledReport) -> Bool { isNewest(report) && report.content.due <= now }
}
