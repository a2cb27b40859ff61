/// One field line: where it stands, and which name it bears.
public struct Field: Hashable, Sendable {
    /// The whole line with its CRLF. The lines of a head follow each other without a gap.
    public let line: ByteRange
    /// The value without the blanks around it; may be empty, may hold bytes of 0x80 and above.
    public let value: ByteRange
    private let nameLength: UInt32
    /// `other` unless the gateway knows the name.
    public internal(set) var name: FieldName

    init(line: ByteRange, nameLength: Int, value: ByteRange, name: FieldName) {
        self.line = line
        self.value = value
        self.nameLength = UInt32(truncatingIfNeeded: nameLength)
        self.name = name
    }

    /// The name as it was spelled.
    public var spelledName: ByteRange { ByteRange(line.start, line.start + Int(nameLength)) }

    /// Whether a tab is among the blanks around the value. RFC 9110 § 5.6.3 allows it, but some readers, nginx among
    /// them, take it for a part of the value: where a field frames or routes, there must be no two readings.
    func hasTabBesideValue(in bytes: UnsafeRawBufferPointer) -> Bool {
        bytes[ByteRange(spelledName.end, value.start)].contains(ASCII.tab)
            || bytes[ByteRange(value.end, line.end)].contains(ASCII.tab)
    }
}

/// The field lines of a head, in their order. The storage is kept from one head to the next while no copy is held.
public struct HeadFields: Sendable, RandomAccessCollection {
    @usableFromInline var lines: [Field] = []
    /// Names that stand at least once.
    public private(set) var present: FieldNameSet = []
    /// Known names that stand more than once.
    public private(set) var repeated: FieldNameSet = []

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { lines.count }
    @inlinable public subscript(index: Int) -> Field { lines[index] }

    /// The first field of that name.
    public func first(_ name: FieldName) -> Field? { firstIndex(of: name).map { lines[$0] } }

    func firstIndex(of name: FieldName) -> Int? {
        guard present.contains(name) else { return nil }
        return lines.firstIndex { $0.name == name }
    }

    mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        present = []
        repeated = []
    }

    @inline(__always)
    mutating func append(_ field: Field) {
        if field.name != .other, present.contains(field.name) { repeated.insert(field.name) }
        present.insert(field.name)
        lines.append(field)
    }

    /// Renames the unknown fields that spell `name` to `.nominated`.
    mutating func nominate(_ name: ByteRange, in bytes: UnsafeRawBufferPointer) {
        for index in lines.indices
        where lines[index].name == .other && bytes.spellsTheSame(lines[index].spelledName, name) {
            lines[index].name = .nominated
            present.insert(.nominated)
        }
    }

    /// Gives every field that bears one of `names` another one.
    mutating func rename(_ names: FieldNameSet, to name: FieldName) {
        for index in lines.indices where names.contains(lines[index].name) { lines[index].name = name }
        present = present.subtracting(names)
        present.insert(name)
    }
}
