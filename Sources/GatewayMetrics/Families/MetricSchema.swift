/// What is counted: every family with its name, its labels and the place of its numbers. Made once, before anything is counted.
///
/// Every writer has a sheet of this shape to itself (`LoopTally`, `SharedTally`); `families(in:)` adds the sheets up.
public struct MetricSchema: Sendable {
    struct Entry: Sendable {
        enum Kind: Sendable {
            case counter, gauge
            case histogram(Buckets)
        }

        let name: String
        let help: String
        let kind: Kind
        let labelNames: [String]
        let rows: [[String]]
        let isShownFromZero: Bool
        /// `nil`: one set of rows; else one for each name.
        let roll: NameRoll?
        let first: Int

        /// Cells of one row.
        var width: Int {
            switch kind {
            case .counter, .gauge: 1
            case .histogram(let buckets): buckets.cells
            }
        }

        var size: Int { rows.count * width * (roll?.limit ?? 1) }
    }

    private(set) var entries: [Entry] = []
    /// Cells of a sheet.
    private(set) var size = 0

    public init() {}

    /// - Parameters:
    ///   - name: `[a-z_]+`, with its unit where it has one, without `_total`.
    ///   - help: one sentence, without its full stop.
    public mutating func counter<Labels: LabelSet>(_ name: String, _ help: String, by _: Labels.Type = NoLabels.self)
        -> Counter<Labels>
    {
        Counter(add(name, help, .counter))
    }

    public mutating func gauge<Labels: LabelSet>(_ name: String, _ help: String, by _: Labels.Type = NoLabels.self)
        -> Gauge<Labels>
    {
        Gauge(add(name, help, .gauge))
    }

    /// - Parameter name: ends in `_seconds`: what is observed in nanoseconds is shown in seconds.
    public mutating func histogram<Labels: LabelSet>(
        _ name: String, _ help: String, in buckets: Buckets, by _: Labels.Type = NoLabels.self
    ) -> Histogram<Labels> {
        Histogram(add(name, help, .histogram(buckets)), buckets)
    }

    // MARK: By name. A name's rows appear when the first of them is not 0.

    public mutating func counter<Labels: LabelSet>(
        _ name: String, _ help: String, of roll: NameRoll, by _: Labels.Type = NoLabels.self
    ) -> NamedCounter<Labels> {
        NamedCounter(add(name, help, .counter, of: roll))
    }

    public mutating func gauge<Labels: LabelSet>(
        _ name: String, _ help: String, of roll: NameRoll, by _: Labels.Type = NoLabels.self
    ) -> NamedGauge<Labels> {
        NamedGauge(add(name, help, .gauge, of: roll))
    }

    public mutating func histogram<Labels: LabelSet>(
        _ name: String, _ help: String, in buckets: Buckets, of roll: NameRoll, by _: Labels.Type = NoLabels.self
    ) -> NamedHistogram<Labels> {
        NamedHistogram(add(name, help, .histogram(buckets), of: roll), buckets)
    }

    private mutating func add<Labels: LabelSet>(_ name: String, _ help: String, _ kind: Entry.Kind) -> Rows<Labels> {
        add(name, help, kind, Labels.self, roll: nil)
    }

    private mutating func add<Labels: LabelSet>(
        _ name: String, _ help: String, _ kind: Entry.Kind, of roll: NameRoll
    ) -> NamedRows<Labels> {
        let rows = add(name, help, kind, Labels.self, roll: roll)
        return NamedRows(rows, size: Labels.rows.count * rows.width)
    }

    private mutating func add<Labels: LabelSet>(
        _ name: String, _ help: String, _ kind: Entry.Kind, _: Labels.Type, roll: NameRoll?
    ) -> Rows<Labels> {
        let entry = Entry(
            name: name, help: help, kind: kind, labelNames: (roll.map { [$0.label] } ?? []) + Labels.labelNames,
            rows: Labels.rows, isShownFromZero: roll == nil && Labels.isShownFromZero, roll: roll, first: size)
        entries.append(entry)
        size += entry.size
        return Rows(first: entry.first, width: entry.width, stride: Labels.stride)
    }
}
