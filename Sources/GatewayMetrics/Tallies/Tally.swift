/// Whoever counts. Nothing here allocates, waits or fails.
public protocol Tally {
    /// Adds to one cell; what rises above the highest number begins at 0 again.
    func add(_ amount: UInt64, to cell: Int)
}

extension Tally {
    @inlinable
    public func count<Labels: LabelSet>(_ counter: Counter<Labels>, _ labels: Labels, by amount: Int = 1) {
        add(UInt64(truncatingIfNeeded: amount), to: counter.rows[labels])
    }

    @inlinable
    public func count(_ counter: Counter<NoLabels>, by amount: Int = 1) { count(counter, NoLabels(), by: amount) }

    /// - Parameter amount: may be negative.
    @inlinable
    public func change<Labels: LabelSet>(_ gauge: Gauge<Labels>, _ labels: Labels, by amount: Int) {
        add(UInt64(bitPattern: Int64(amount)), to: gauge.rows[labels])
    }

    @inlinable
    public func change(_ gauge: Gauge<NoLabels>, by amount: Int) { change(gauge, NoLabels(), by: amount) }

    /// - Parameter nanoseconds: what a clock gave; one that went back counts as none.
    @inlinable
    public func observe<Labels: LabelSet>(_ histogram: Histogram<Labels>, _ labels: Labels, nanoseconds: Int64) {
        let span = UInt64(max(nanoseconds, 0))
        let first = histogram.rows[labels]
        add(1, to: first &+ histogram.buckets.index(of: span))
        add(span, to: first &+ histogram.buckets.cells &- 1)
    }

    @inlinable
    public func observe(_ histogram: Histogram<NoLabels>, nanoseconds: Int64) {
        observe(histogram, NoLabels(), nanoseconds: nanoseconds)
    }
}
