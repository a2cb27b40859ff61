internal import Synchronization

/// Counts for everybody: for what happens a few times a second at most, on whatever thread.
public struct SharedTally: Tally, Sendable {
    public let sheet: MetricSheet

    /// Makes the sheet that only this tally and its copies write.
    public init(_ schema: MetricSchema) { sheet = MetricSheet(schema) }

    public func add(_ amount: UInt64, to cell: Int) { sheet.cells[cell].wrappingAdd(amount, ordering: .relaxed) }
}
