/// The cyclic redundancy check of Castagnoli (RFC 3720 § 12.1, RFC 4960 appendix B): finds accidents, proves nothing.
///
/// Bit by bit: a header is a few dozen bytes, once a connection.
enum CRC32C {
    /// The polynomial 0x1EDC6F41, lowest bit first.
    private static let polynomial: UInt32 = 0x82F6_3B78

    /// - Parameter zeros: bytes that count as 0 whatever they are: where the checksum itself stands.
    static func checksum(of bytes: UnsafeRawBufferPointer, takingAsZero zeros: Range<Int> = 0..<0) -> UInt32 {
        var remainder = UInt32.max
        for index in bytes.indices {
            remainder ^= zeros.contains(index) ? 0 : UInt32(bytes[index])
            for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ polynomial }
        }
        return ~remainder
    }
}
