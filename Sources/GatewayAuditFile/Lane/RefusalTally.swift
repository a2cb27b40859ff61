internal import GatewayAudit

/// Records that were refused and are not told of in the trail yet, by the cause that held when each was refused.
struct RefusalTally: Sendable {
    private var counts: [LogGap.RefusalCause: Int] = [:]

    var total: Int { counts.values.reduce(0, +) }
    var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ count: Int, because failure: AuditFailure) {
        guard count > 0 else { return }
        counts[LogGap.RefusalCause(failure), default: 0] += count
    }

    mutating func add(_ other: RefusalTally) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// One for each cause.
    var gaps: [LogGap] {
        LogGap.RefusalCause.allCases.compactMap { cause in counts[cause].map { .refused(records: $0, cause) } }
    }
}

extension LogGap.RefusalCause {
    fileprivate init(_ failure: AuditFailure) {
        switch failure {
        case .diskFull: self = .diskFull
        case .inputOutput: self = .inputOutput
        // What the queue before the disk did not take: no room left, too long for it, closed.
        case .queueFull, .tooLong, .closed: self = .queueFull
        }
    }
}
