/// Names the trace that a request belongs to, as its client said (W3C Trace Context, `trace-id`): 128 bits, never all zero.
public struct TraceID: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    /// - Parameter digits: 32 hexadecimal digits, lower case.
    public init?(digits: UnsafeRawBufferPointer) {
        guard digits.count == 32, let high = Self.number(digits.prefix(16)), let low = Self.number(digits.suffix(16)),
            high != 0 || low != 0
        else { return nil }
        self.high = high
        self.low = low
    }

    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: number = number << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: number = number << 4 | UInt64(digit - 0x57)
            case _: return nil
            }
        }
        return number
    }
}
