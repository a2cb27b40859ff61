internal import CFIDO2

/// What libcbor's streaming decoder calls back with: one head of RFC 8949 section 3, strings with their contents.
enum CBORToken {
    case unsigned(UInt64)
    case negative(UInt64)
    case bytes([UInt8])
    case text([UInt8])
    case array(UInt64)
    case map(UInt64)
    case bool(Bool)
    case null
    case foreign

    /// Bytes that the token takes in its shortest form; `nil` for what has only one form, or is not taken at all.
    var shortestSize: Int? {
        switch self {
        case .unsigned(let value), .negative(let value), .array(let value), .map(let value): Self.headSize(value)
        case .bytes(let bytes), .text(let bytes): Self.headSize(UInt64(bytes.count)) + bytes.count
        case .bool, .null, .foreign: nil
        }
    }

    private static func headSize(_ argument: UInt64) -> Int {
        switch argument {
        case 0..<24: 1
        case 24...0xFF: 2
        case 0x100...0xFFFF: 3
        case 0x1_0000...0xFFFF_FFFF: 5
        default: 9
        }
    }

    /// A `size_t` comes as a signed `Int` here, so that a count of 2^63 is negative: its bits are what was meant.
    ///
    /// Each leaves a token where the context points, which is a `CBORToken?` of `CBORReader.head()` for the length of one call.
    static var callbacks: cbor_callbacks {
        cbor_callbacks(
            uint8: { leave(.unsigned(UInt64($1)), at: $0) }, uint16: { leave(.unsigned(UInt64($1)), at: $0) },
            uint32: { leave(.unsigned(UInt64($1)), at: $0) }, uint64: { leave(.unsigned($1), at: $0) },
            negint64: { leave(.negative($1), at: $0) }, negint32: { leave(.negative(UInt64($1)), at: $0) },
            negint16: { leave(.negative(UInt64($1)), at: $0) }, negint8: { leave(.negative(UInt64($1)), at: $0) },
            byte_string_start: { leave(.foreign, at: $0) },
            byte_string: { leave(.bytes(Array(UnsafeBufferPointer(start: $1, count: Int($2)))), at: $0) },
            string: { leave(.text(Array(UnsafeBufferPointer(start: $1, count: Int($2)))), at: $0) },
            string_start: { leave(.foreign, at: $0) },
            indef_array_start: { leave(.foreign, at: $0) },
            array_start: { leave(.array(UInt64(truncatingIfNeeded: $1)), at: $0) },
            indef_map_start: { leave(.foreign, at: $0) },
            map_start: { leave(.map(UInt64(truncatingIfNeeded: $1)), at: $0) },
            tag: { context, _ in leave(.foreign, at: context) },
            float2: { context, _ in leave(.foreign, at: context) },
            float4: { context, _ in leave(.foreign, at: context) },
            float8: { context, _ in leave(.foreign, at: context) },
            undefined: { leave(.foreign, at: $0) }, null: { leave(.null, at: $0) },
            boolean: { leave(.bool($1), at: $0) }, indef_break: { leave(.foreign, at: $0) })
    }
}

private func leave(_ token: CBORToken, at context: UnsafeMutableRawPointer?) {
    context?.assumingMemoryBound(to: CBORToken?.self).pointee = token
}
