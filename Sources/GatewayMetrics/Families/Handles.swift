/// Where a family's numbers stand in every sheet of its schema: one that only grows, for each row of its labels.
@frozen
public struct Counter<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: Rows<Labels>

    @inlinable init(_ rows: Rows<Labels>) { self.rows = rows }
}

/// As `Counter`, for what rises and falls: the sheets' numbers add up to it.
@frozen
public struct Gauge<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: Rows<Labels>

    @inlinable init(_ rows: Rows<Labels>) { self.rows = rows }
}

/// As `Counter`, for spans of time: for each row how many fell between two bounds, and their sum.
@frozen
public struct Histogram<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: Rows<Labels>
    @usableFromInline let buckets: Buckets

    @inlinable
    init(_ rows: Rows<Labels>, _ buckets: Buckets) {
        self.rows = rows
        self.buckets = buckets
    }
}

/// A counter for each name of a roll.
@frozen
public struct NamedCounter<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: NamedRows<Labels>

    init(_ rows: NamedRows<Labels>) { self.rows = rows }

    @inlinable public subscript(place: NamedPlace) -> Counter<Labels> { Counter(rows[place]) }
}

/// A gauge for each name of a roll.
@frozen
public struct NamedGauge<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: NamedRows<Labels>

    init(_ rows: NamedRows<Labels>) { self.rows = rows }

    @inlinable public subscript(place: NamedPlace) -> Gauge<Labels> { Gauge(rows[place]) }
}

/// A histogram for each name of a roll.
@frozen
public struct NamedHistogram<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: NamedRows<Labels>
    @usableFromInline let buckets: Buckets

    init(_ rows: NamedRows<Labels>, _ buckets: Buckets) {
        self.rows = rows
        self.buckets = buckets
    }

    @inlinable public subscript(place: NamedPlace) -> Histogram<Labels> { Histogram(rows[place], buckets) }
}
