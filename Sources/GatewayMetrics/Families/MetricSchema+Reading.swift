extension MetricSchema {
    /// The sum of what stands in `sheets`, which are of this schema. May be called while they are written.
    public func families(in sheets: [MetricSheet]) -> [MetricFamily] { entries.map { $0.family(in: sheets) } }

    /// What one row of a counter has come to in `sheets`.
    public func total<Labels: LabelSet>(of counter: Counter<Labels>, _ labels: Labels, in sheets: [MetricSheet])
        -> UInt64
    {
        Entry.sum(at: counter.rows[labels], in: sheets)
    }
}

extension MetricSchema.Entry {
    fileprivate func family(in sheets: [MetricSheet]) -> MetricFamily {
        switch kind {
        case .counter: MetricFamily(counter: name, help, samples: samples { .unsigned(Self.sum(at: $0, in: sheets)) })
        case .gauge:
            // A connection that comes on one loop and goes on another leaves a negative number on one: they add up.
            MetricFamily(
                gauge: name, help,
                samples: samples { .integer(Int64(bitPattern: Self.sum(at: $0, in: sheets))) })
        case .histogram(let buckets):
            MetricFamily(
                histogram: name, help,
                samples: places.map { labels, cell in (labels, buckets.distribution(at: cell, in: sheets)) }
                    .filter { isShownFromZero || $0.1.count > 0 })
        }
    }

    private func samples(_ value: (Int) -> MetricValue) -> [MetricSample] {
        places.map { labels, cell in MetricSample(labels, value(cell)) }.filter { isShownFromZero || !$0.value.isZero }
    }

    /// Every row with its first cell.
    private var places: [(labels: [String: String], cell: Int)] {
        let named = roll.map { $0.called.map { [$0] } } ?? [[]]
        return named.enumerated().flatMap { outer, name in
            rows.enumerated().map { inner, row in
                (
                    Dictionary(zip(labelNames, name + row)) { first, _ in first },
                    first + (outer * rows.count + inner) * width
                )
            }
        }
    }

    fileprivate static func sum(at cell: Int, in sheets: [MetricSheet]) -> UInt64 {
        sheets.reduce(0) { $0 &+ $1.value(at: cell) }
    }
}

extension Buckets {
    fileprivate func distribution(at cell: Int, in sheets: [MetricSheet]) -> Distribution {
        func total(_ offset: Int) -> UInt64 { sheets.reduce(0) { $0 &+ $1.value(at: cell + offset) } }
        return Distribution(
            bounds: bounds.map { .nanoseconds(Int64(clamping: $0)) }, counts: (0...bounds.count).map(total),
            sum: .nanoseconds(Int64(clamping: total(cells - 1))))
    }
}
