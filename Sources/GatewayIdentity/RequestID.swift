/// Names one request in the answer, the log, the record and towards the upstream: 128 bits as 32 lower-case hexadecimal digits.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public var description: String {
        withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the 32 ASCII digits without a heap allocation.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer in
            for index in 0..<16 {
                buffer[index] = Self.digit(high >> UInt64(60 - index * 4))
                buffer[16 + index] = Self.digit(low >> UInt64(60 - index * 4))
            }
            return body(UnsafeRawBufferPointer(buffer))
        }
    }

    private static func digit(_ value: UInt64) -> UInt8 {
        let nibble = UInt8(truncatingIfNeeded: value & 15)
        return nibble < 10 ? 0x30 + nibble : 0x57 + nibble
    }
}
