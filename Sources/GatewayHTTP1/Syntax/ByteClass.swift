/// One byte class of the grammar as a bitmap over ASCII. Bytes of 0x80 and above belong to no class.
struct ByteClass {
    private let low: UInt64
    private let high: UInt64

    @inline(__always)
    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let half = byte < 64 ? low : high
        return byte < 128 && (half >> UInt64(byte & 63)) & 1 != 0
    }

    @inline(__always)
    func isSuperset(of other: ByteClass) -> Bool { low & other.low == other.low && high & other.high == other.high }

    /// RFC 9110 § 5.6.2 `tchar`: letters, digits and ``!#$%&'*+-.^_`|~``.
    @inline(__always)
    static var token: ByteClass { ByteClass(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe) }

    /// RFC 3986 § 3.3 `pchar`, `/` and `%`, and `[ ] | ^`, which browsers leave as they are in a path.
    @inline(__always)
    static var path: ByteClass { ByteClass(low: 0x2fff_fff2_0000_0000, high: 0x57ff_fffe_efff_ffff) }

    /// RFC 3986 § 3.4 `query` and `%`, and ``[ ] | ^ { } ` \``, which browsers leave as they are in a query.
    @inline(__always)
    static var query: ByteClass { ByteClass(low: 0xafff_fff2_0000_0000, high: 0x7fff_ffff_ffff_ffff) }

    /// What a DNS name or an IPv4 address is written with: letters, digits, `-`, `.` and `_`.
    @inline(__always)
    static var hostName: ByteClass { ByteClass(low: 0x03ff_6000_0000_0000, high: 0x07ff_fffe_87ff_fffe) }

    /// What stands between the brackets of an IPv6 literal: hexadecimal digits, `:` and `.`; no zone.
    @inline(__always)
    static var ipv6Literal: ByteClass { ByteClass(low: 0x07ff_4000_0000_0000, high: 0x0000_007e_0000_007e) }

    /// Letters, digits and `-`: what every name the gateway knows is spelled with.
    @inline(__always)
    static var plainName: ByteClass { ByteClass(low: 0x03ff_2000_0000_0000, high: 0x07ff_fffe_07ff_fffe) }

    /// `-`, `.`, `/` and the digits, which follow each other in ASCII.
    @inline(__always)
    static var hyphenToNine: ByteClass { ByteClass(low: 0x03ff_e000_0000_0000, high: 0) }

    /// W3C Trace Context, `HEXDIGLC`.
    @inline(__always)
    static var lowerHexadecimal: ByteClass { ByteClass(low: 0x03ff_0000_0000_0000, high: 0x0000_007e_0000_0000) }

    /// What a key of `tracestate` begins with: lower-case letters and digits.
    @inline(__always)
    static var traceKeyStart: ByteClass { ByteClass(low: 0x03ff_0000_0000_0000, high: 0x07ff_fffe_0000_0000) }

    /// And goes on with: these, and `_ - * / @`.
    @inline(__always)
    static var traceKey: ByteClass { ByteClass(low: 0x03ff_a400_0000_0000, high: 0x07ff_fffe_8000_0001) }

    /// What a value of `tracestate` is written with: space and all that is printed, but `,` and `=`.
    @inline(__always)
    static var traceValue: ByteClass { ByteClass(low: 0xdfff_efff_0000_0000, high: 0x7fff_ffff_ffff_ffff) }
}

/// The bytes the grammar names.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let asterisk: UInt8 = 0x2A
    static let comma: UInt8 = 0x2C
    static let dash: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let question: UInt8 = 0x3F
    static let openingBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closingBracket: UInt8 = 0x5D
    static let delete: UInt8 = 0x7F

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    @inline(__always)
    static func digitValue(_ byte: UInt8) -> UInt8? {
        let value = byte &- zero
        return value < 10 ? value : nil
    }

    @inline(__always)
    static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        if let digit = digitValue(byte) { return digit }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
