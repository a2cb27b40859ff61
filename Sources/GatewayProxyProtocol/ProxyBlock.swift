internal import GatewayIdentity

/// Version 2: a binary block of 16 bytes, addresses, and attributes of type, length and value (section 2.2).
enum ProxyBlock {
    static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let fixedLength = 16

    static func read(_ bytes: UnsafeRawBufferPointer) -> ProxyHeaderStep {
        guard bytes.starts(with: signature.prefix(bytes.count)) else { return .refused(.notAHeader) }
        guard bytes.count >= fixedLength else { return .needsMore }
        guard bytes[12] >> 4 == 2 else { return .refused(.versionUnknown) }
        let length = fixedLength + Int(bytes.bigEndian16(at: 14))
        guard length <= ProxyHeader.longest else { return .refused(.blockTooLong) }
        // "The receiver must not start to parse an address before the whole address block is received."
        guard bytes.count >= length else { return .needsMore }
        do throws(ProxyProblem) {
            let header = try header(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
            return .complete(header, length: length)
        } catch {
            return .refused(error)
        }
    }

    /// - Parameter block: from the signature to the end of the attributes.
    private static func header(_ block: UnsafeRawBufferPointer) throws(ProxyProblem) -> ProxyHeader {
        switch block[12] & 0x0F {
        // "Discard the protocol block including the family which is ignored."
        case 0x0: return .local
        case 0x1: break
        case _: throw .commandUnknown
        }
        switch block[13] {
        case 0x11: return try forwarded(block, addressLength: 4)
        case 0x21: return try forwarded(block, addressLength: 16)
        // UNSPEC; and UDP and Unix sockets, which are valid and cannot be what a TCP listener got: "automatically falls back to
        // the UNSPEC mode for the valid combinations that it does not support".
        case 0x00, 0x12, 0x22, 0x31, 0x32: return .unnamed
        case _: throw .familyUnknown
        }
    }

    /// Source address, destination address, source port, destination port; then attributes.
    private static func forwarded(_ block: UnsafeRawBufferPointer, addressLength: Int) throws(ProxyProblem)
        -> ProxyHeader
    {
        let attributes = fixedLength + 2 * addressLength + 4
        guard block.count >= attributes else { throw .addressesMissing }
        try ProxyAttributes.check(block, from: attributes)
        let source =
            addressLength == 4
            ? NetworkAddress(v4: block.bigEndian32(at: fixedLength))
            : NetworkAddress(high: block.bigEndian64(at: fixedLength), low: block.bigEndian64(at: fixedLength + 8))
        return .forwarded(source: source)
    }
}

extension UnsafeRawBufferPointer {
    func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
