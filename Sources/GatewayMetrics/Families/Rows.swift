/// Where the rows of a label set stand in a sheet, worked out when the family is made: finding a row costs a multiplication.
@frozen
@usableFromInline
struct Rows<Labels: LabelSet>: Sendable {
    @usableFromInline let first: Int
    /// Cells of one row.
    @usableFromInline let width: Int
    @usableFromInline let stride: Int

    @inlinable
    init(first: Int, width: Int, stride: Int) {
        self.first = first
        self.width = width
        self.stride = stride
    }

    @inlinable subscript(labels: Labels) -> Int { first &+ labels.place(stride: stride) &* width }
}

/// Rows for each name of a roll, one name behind the other.
@frozen
@usableFromInline
struct NamedRows<Labels: LabelSet>: Sendable {
    @usableFromInline let rows: Rows<Labels>
    /// Cells of one name.
    @usableFromInline let size: Int

    init(_ rows: Rows<Labels>, size: Int) {
        self.rows = rows
        self.size = size
    }

    @inlinable
    subscript(place: NamedPlace) -> Rows<Labels> {
        Rows(first: rows.first &+ place.index &* size, width: rows.width, stride: rows.stride)
    }
}
