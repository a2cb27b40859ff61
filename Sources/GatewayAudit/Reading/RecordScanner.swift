/// Finds some members of a record where they lie, for whoever reads millions: no copy, no text made, no memory of its own after the first record.
///
/// As strict about the shape as it needs to be to find them; what a value holds is judged by whoever reads it. Keep nothing of what is lent: it lies
/// in the line.
public struct RecordScanner: Sendable {
    private let wanted: [(field: RecordField, name: [UInt8])]
    /// Of each wanted member: where its name begins, where its value begins and ends. Empty: it is not there.
    private var places: [Place]

    private struct Place: Sendable {
        var start = 0
        var value = 0
        var end = 0
    }

    public init(_ fields: [RecordField]) {
        wanted = fields.map { ($0, Array($0.rawValue.utf8)) }
        places = Array(repeating: Place(), count: fields.count)
    }

    /// Reads the next line, without its LF.
    /// - Returns: whether it is one object, each of the wanted names in it once.
    public mutating func scan(_ line: UnsafeRawBufferPointer) -> Bool {
        for index in places.indices { places[index] = Place() }
        guard line.count >= 2, line[0] == UInt8(ascii: "{"), line[line.count - 1] == UInt8(ascii: "}") else {
            return false
        }
        var at = 1
        while true {
            let start = at
            guard let nameEnd = Self.endOfString(line, from: at), nameEnd < line.count,
                line[nameEnd] == UInt8(ascii: ":"), let end = Self.endOfValue(line, from: nameEnd + 1), end < line.count
            else { return false }
            if let index = place(of: UnsafeRawBufferPointer(rebasing: line[(start + 1)..<(nameEnd - 1)])) {
                guard places[index].end == 0 else { return false }
                places[index] = Place(start: start, value: nameEnd + 1, end: end)
            }
            at = end + 1
            switch line[end] {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "}"): return at == line.count
            default: return false
            }
        }
    }

    /// The member as it stands, `"name":value`; `nil` when the line scanned last has none.
    public func member(_ field: RecordField, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        place(of: field).map { UnsafeRawBufferPointer(rebasing: line[$0.start..<$0.end]) }
    }

    /// The value as it stands.
    public func value(_ field: RecordField, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        place(of: field).map { UnsafeRawBufferPointer(rebasing: line[$0.value..<$0.end]) }
    }

    /// The value of a field that holds text, `nil` when it is absent or holds something else.
    public func text(_ field: RecordField, of line: UnsafeRawBufferPointer) -> String? {
        guard let value = value(field, of: line), value.count >= 2, value[0] == UInt8(ascii: "\"") else { return nil }
        let inside = UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)])
        if !inside.contains(UInt8(ascii: "\\")) { return String(validating: inside, as: UTF8.self) }
        guard case .string(let text) = JSONReader.value(of: value) else { return nil }
        return text
    }

    private func place(of field: RecordField) -> Place? {
        guard let index = wanted.firstIndex(where: { $0.field == field }), places[index].end > 0 else { return nil }
        return places[index]
    }

    private func place(of name: UnsafeRawBufferPointer) -> Int? {
        wanted.firstIndex { candidate in
            candidate.name.count == name.count && candidate.name.withUnsafeBytes { $0.elementsEqual(name) }
        }
    }

    // MARK: Where things end

    /// - Returns: behind the closing quote.
    private static func endOfString(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < line.count, line[start] == UInt8(ascii: "\"") else { return nil }
        var at = start + 1
        while at < line.count {
            switch line[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return nil
    }

    /// - Returns: behind the value: a string, an integer, or whatever brackets hold.
    private static func endOfValue(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < line.count else { return nil }
        switch line[start] {
        case UInt8(ascii: "\""): return endOfString(line, from: start)
        case UInt8(ascii: "["), UInt8(ascii: "{"): return endOfBrackets(line, from: start)
        default:
            var at = start
            while at < line.count, line[at] == UInt8(ascii: "-") || (0x30...0x39).contains(line[at]) { at += 1 }
            return at > start ? at : nil
        }
    }

    private static func endOfBrackets(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var depth = 0
        var at = start
        while at < line.count {
            switch line[at] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(line, from: at) else { return nil }
                at = end
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return at + 1 }
            default: break
            }
            at += 1
        }
        return nil
    }
}
