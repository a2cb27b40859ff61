import GatewayFIDO2

/// CBOR for tests, in its shortest form (RFC 8949 section 3).
enum CBORWriter {
    static func unsigned(_ value: Int) -> [UInt8] { head(0, value) }
    static func integer(_ value: Int) -> [UInt8] { value < 0 ? head(1, -1 - value) : head(0, value) }
    static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }
    static func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }
    static func array(_ items: [[UInt8]]) -> [UInt8] { head(4, items.count) + items.flatMap { $0 } }
    static func map(_ entries: [([UInt8], [UInt8])]) -> [UInt8] {
        head(5, entries.count) + entries.flatMap { $0.0 + $0.1 }
    }

    static func encoding(of item: CBOR) -> [UInt8] {
        switch item {
        case .unsigned(let value): head(0, value)
        case .negative(let value): head(1, value)
        case .bytes(let value): bytes(value)
        case .text(let value): text(value)
        case .array(let items): array(items.map(encoding))
        case .map(let entries): map(entries.map { (encoding(of: $0.key), encoding(of: $0.value)) })
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .null: [0xF6]
        }
    }

    private static func head(_ major: UInt8, _ argument: Int) -> [UInt8] { head(major, UInt64(argument)) }

    private static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
        let bytes = withUnsafeBytes(of: argument.bigEndian) { Array($0) }
        return switch argument {
        case 0..<24: [major << 5 | UInt8(argument)]
        case 24...0xFF: [major << 5 | 24] + bytes.suffix(1)
        case 0x100...0xFFFF: [major << 5 | 25] + bytes.suffix(2)
        case 0x1_0000...0xFFFF_FFFF: [major << 5 | 26] + bytes.suffix(4)
        default: [major << 5 | 27] + bytes
        }
    }
}
