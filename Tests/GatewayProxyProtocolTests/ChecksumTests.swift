import GatewayIdentity
import Testing

@testable import GatewayProxyProtocol

@Suite struct `The checksum of a PROXY block` {
    /// RFC 3720 appendix B.4, read as numbers.
    @Test(
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array(0...31), 0x46DD_794E), (Array((0...31).reversed()), 0x113F_DB5C),
        ] as [([UInt8], UInt32)])
    func `is the one of Castagnoli`(bytes: [UInt8], checksum: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32C.checksum(of: $0) } == checksum)
    }

    /// From 127.0.0.1:43210 to 127.0.0.1:8443, with a checksum over the block in which its own four bytes are 0 (section 2.2.3), and a padding.
    private static let block: [UInt8] = {
        var bytes: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10, 0x21, 0x11, 0, 24]
        bytes += [127, 0, 0, 1, 127, 0, 0, 1, 0xA8, 0xCA, 0x20, 0xFB] + [0x03, 0, 4, 0, 0, 0, 0] + [0x04, 0, 2, 7, 7]
        let sum = bytes.withUnsafeBytes { CRC32C.checksum(of: $0) }
        bytes.replaceSubrange(31..<35, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) })
        return bytes
    }()

    private func read(_ bytes: [UInt8]) -> ProxyHeaderStep { bytes.withUnsafeBytes { ProxyHeader.read($0) } }

    @Test func `is checked where there is one`() throws {
        let source = try #require(NetworkAddress("127.0.0.1"))
        #expect(read(Self.block) == .complete(.forwarded(source: source), length: 40))
    }

    @Test func `finds every byte that differs`() {
        // Byte 28 says that it is a checksum.
        for index in 16..<Self.block.count where index != 28 {
            var broken = Self.block
            broken[index] ^= 0x10
            guard case .refused = read(broken) else {
                Issue.record("byte \(index)")
                continue
            }
        }
        var other = Self.block
        other[16] = 10
        #expect(read(other) == .refused(.checksumWrong))
    }

    @Test func `stands there once`() {
        var twice = Self.block
        twice += Self.block[28..<35]
        twice[15] += 7
        #expect(read(twice) == .refused(.attributesMalformed))
    }
}
