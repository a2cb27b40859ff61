public import Synchronization

/// Counts for one event loop, on that loop alone.
///
/// There is one writer, so a number is read, raised and written back by plain instructions: no locked one, no other processor's cache is
/// disturbed. The cells are atomics only so that a reader on another thread sees whole numbers (`relaxed`: on x86 and Arm the same loads
/// and stores).
///
/// The other way, a snapshot asked for on each loop, would do without atomics, and fall silent with the loop that is stuck: just when
/// somebody looks.
@frozen
public struct LoopTally: Tally {
    public let sheet: MetricSheet

    /// Makes the sheet that only this tally writes.
    public init(_ schema: MetricSchema) { sheet = MetricSheet(schema) }

    @inlinable
    public func add(_ amount: UInt64, to cell: Int) {
        let cell = sheet.cells + cell
        cell.pointee.store(cell.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    /// For what is looked at now and then instead of counted.
    @inlinable
    public func set<Labels: LabelSet>(_ gauge: Gauge<Labels>, _ labels: Labels, to value: Int) {
        sheet.cells[gauge.rows[labels]].store(UInt64(bitPattern: Int64(value)), ordering: .relaxed)
    }
}

@available(*, unavailable)
extension LoopTally: Sendable {}
