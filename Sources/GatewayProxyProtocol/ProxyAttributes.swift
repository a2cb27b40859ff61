/// What may follow the addresses of version 2: type (1 byte), length (2 bytes), value. Skipped, but for the checksum.
enum ProxyAttributes {
    private static let headLength = 3
    /// `PP2_TYPE_CRC32C`, section 2.2.3.
    private static let checksum: UInt8 = 0x03
    private static let checksumLength = 4

    /// Sees that they come out even, and that a checksum, if there is one, is that of the block.
    ///
    /// - Parameters:
    ///   - block: the whole header.
    ///   - start: where they begin.
    static func check(_ block: UnsafeRawBufferPointer, from start: Int) throws(ProxyProblem) {
        var at = start
        var checksumAt: Int?
        while at < block.count {
            guard block.count - at >= headLength else { throw .attributesMalformed }
            let length = Int(block.bigEndian16(at: at + 1))
            guard block.count - at - headLength >= length else { throw .attributesMalformed }
            if block[at] == checksum {
                guard length == checksumLength, checksumAt == nil else { throw .attributesMalformed }
                checksumAt = at + headLength
            }
            at += headLength + length
        }
        guard let checksumAt else { return }
        guard
            CRC32C.checksum(of: block, takingAsZero: checksumAt..<(checksumAt + checksumLength))
                == block.bigEndian32(at: checksumAt)
        else { throw .checksumWrong }
    }
}
