internal import GatewayAudit

/// A key as the index knows it: 32 bits of a hash of what it is and of its text. Two keys may share one, so whatever the index finds is read before it
/// is believed.
///
/// Stored: a change of this function is a new format of the index (`IndexFile.format`).
struct KeyHash: Hashable {
    let value: UInt32

    /// Which of the parts of a run holds it.
    var bucket: UInt8 { UInt8(truncatingIfNeeded: value >> 24) }
    /// What tells it from the others there.
    var tag: UInt32 { value & 0xFF_FFFF }

    init(_ key: RecordKey, _ text: UnsafeRawBufferPointer) { value = Self.hash(Self.seed(key), text) }

    /// Text as a record spells it: between its quotes, escaped.
    init(_ filter: RecordTextFilter) {
        let spelled = filter.fields[0].spelling(of: filter.text)
        // ,"name":"text"
        let inside = spelled.dropFirst(filter.fields[0].rawValue.utf8.count + 5).dropLast()
        self = inside.withUnsafeBytes { KeyHash(filter.key, $0) }
    }

    /// One for each text that fits.
    static func all(of filter: RecordTextFilter) -> [KeyHash] {
        filter.texts.map { KeyHash(RecordTextFilter(key: filter.key, text: $0)) }
    }

    @inline(__always)
    static func seed(_ key: RecordKey) -> UInt64 {
        switch key {
        case .person: 0x9E37_79B9_7F4A_7C15
        case .console: 0xC2B2_AE3D_27D4_EB4F
        case .type: 0x1656_67B1_9E37_79F9
        case .outcome: 0x8543_5A75_27D4_EB2F
        case .reason: 0x27D4_EB2F_1656_67C5
        case .request: 0xA54F_F53A_5F1D_36F1
        case .event: 0x510E_527F_ADE6_82D1
        case .address: 0x9B05_688C_2B3E_6C1F
        case .grant: 0x1F83_D9AB_FB41_BD6B
        case .session: 0x5BE0_CD19_137E_2179
        }
    }

    /// Eight bytes at a time, multiplied and folded; never 0, which marks a free place.
    @inline(__always)
    static func hash(_ seed: UInt64, _ text: UnsafeRawBufferPointer) -> UInt32 {
        var state = seed ^ UInt64(truncatingIfNeeded: text.count)
        var at = 0
        while at + 8 <= text.count {
            state = fold(state ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        var rest: UInt64 = 0
        while at < text.count {
            rest = rest << 8 | UInt64(text[at])
            at += 1
        }
        let value = UInt32(truncatingIfNeeded: fold(fold(state ^ rest)) >> 16)
        return value == 0 ? 1 : value
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return high ^ low
    }
}
