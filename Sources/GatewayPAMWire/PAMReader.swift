internal import GatewayCrypto

/// Reads a message where it lies; used inside the closure that lends the bytes.
struct PAMReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func byte() throws(PAMWireProblem) -> UInt8 { try take(1)[0] }

    mutating func number() throws(PAMWireProblem) -> Int32 {
        Int32(bigEndian: try take(4).loadUnaligned(as: Int32.self))
    }

    mutating func text() throws(PAMWireProblem) -> String {
        guard let text = String(validating: try lengthed(), as: UTF8.self) else { throw .malformed }
        return text
    }

    mutating func secret() throws(PAMWireProblem) -> SecretBytes { SecretBytes(copying: try lengthed()) }

    mutating func list<Item>(
        _ one: (inout PAMReader) throws(PAMWireProblem) -> Item
    ) throws(PAMWireProblem) -> [Item] {
        var items: [Item] = []
        for _ in 0..<(try byte()) { items.append(try one(&self)) }
        return items
    }

    func end() throws(PAMWireProblem) {
        guard at == bytes.count else { throw .malformed }
    }

    private mutating func lengthed() throws(PAMWireProblem) -> UnsafeRawBufferPointer {
        let head = try take(2)
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        return try take(length)
    }

    private mutating func take(_ count: Int) throws(PAMWireProblem) -> UnsafeRawBufferPointer {
        guard bytes.count - at >= count else { throw .malformed }
        defer { at += count }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + count)])
    }
}
