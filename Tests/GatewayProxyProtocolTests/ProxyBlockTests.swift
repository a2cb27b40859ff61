import GatewayIdentity
import GatewayProxyProtocol
import Testing

@Suite struct `A PROXY block` {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
    private static let version4: [UInt8] = [192, 0, 2, 7, 198, 51, 100, 1, 0xDC, 0x04, 0x01, 0xBB]
    private static let version6: [UInt8] =
        [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1] + [UInt8](repeating: 0, count: 15) + [1]
        + [0xDC, 0x04, 0x01, 0xBB]

    private func block(_ command: UInt8, _ family: UInt8, _ body: [UInt8] = [], announcing length: Int? = nil)
        -> [UInt8]
    {
        let length = length ?? body.count
        return Self.signature + [command, family, UInt8(length >> 8), UInt8(length & 0xFF)] + body
    }

    private func read(_ bytes: [UInt8]) -> ProxyHeaderStep { bytes.withUnsafeBytes { ProxyHeader.read($0) } }

    private func named(_ source: String) throws -> ProxyHeader {
        .forwarded(source: try #require(NetworkAddress(source)))
    }

    private func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [type, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
    }

    @Test func `names the source`() throws {
        let old = block(0x21, 0x11, Self.version4)
        #expect(read(old + [0x16]) == .complete(try named("192.0.2.7"), length: 28))
        let new = block(0x21, 0x21, Self.version6)
        #expect(read(new + [0x16]) == .complete(try named("2001:db8::1"), length: 52))
    }

    @Test func `says when the proxy speaks for itself, whatever else it holds`() {
        #expect(read(block(0x20, 0x00)) == .complete(.local, length: 16))
        #expect(read(block(0x20, 0x11, Self.version4)) == .complete(.local, length: 28))
        #expect(read(block(0x20, 0xFF, [1, 2, 3])) == .complete(.local, length: 19))
    }

    @Test(arguments: [0x00, 0x12, 0x22, 0x31, 0x32] as [UInt8])
    func `names nobody for what is not TCP`(family: UInt8) {
        #expect(read(block(0x21, family, Self.version4)) == .complete(.unnamed, length: 28))
    }

    @Test func `is refused for another version, command or family`() {
        for version in [0x01, 0x11, 0x31, 0xF1] as [UInt8] {
            #expect(read(block(version, 0x11, Self.version4)) == .refused(.versionUnknown))
        }
        for command in 0x22...0x2F as ClosedRange<UInt8> {
            #expect(read(block(command, 0x11, Self.version4)) == .refused(.commandUnknown))
        }
        for family in [0x01, 0x02, 0x10, 0x13, 0x20, 0x23, 0x30, 0x33, 0x41, 0xFF] as [UInt8] {
            #expect(read(block(0x21, family, Self.version6)) == .refused(.familyUnknown))
        }
    }

    @Test func `is refused without the addresses it announces`() {
        #expect(read(block(0x21, 0x11, Array(Self.version4.dropLast()))) == .refused(.addressesMissing))
        #expect(read(block(0x21, 0x21, Array(Self.version6.dropLast()))) == .refused(.addressesMissing))
        #expect(read(block(0x21, 0x11)) == .refused(.addressesMissing))
    }

    @Test func `may hold attributes that are none of our business`() throws {
        let more = attribute(0x02, Array("gate.example".utf8)) + attribute(0x04, []) + attribute(0xEA, [1, 2, 3])
        #expect(
            read(block(0x21, 0x11, Self.version4 + more)) == .complete(try named("192.0.2.7"), length: 28 + more.count))
    }

    @Test(
        arguments: [
            [0x04], [0x04, 0], [0x04, 0, 1], [0x04, 0xFF, 0xFF, 0], [0x03, 0, 3, 1, 2, 3], [0x03, 0, 5, 1, 2, 3, 4, 5],
        ] as [[UInt8]])
    func `is refused when its attributes do not come out even`(attributes: [UInt8]) {
        #expect(read(block(0x21, 0x11, Self.version4 + attributes)) == .refused(.attributesMalformed))
    }

    @Test func `is taken up to 4096 bytes`() throws {
        let padding = 4096 - 16 - 12 - 3
        let largest = block(0x21, 0x11, Self.version4 + attribute(0x04, [UInt8](repeating: 0, count: padding)))
        #expect(read(largest) == .complete(try named("192.0.2.7"), length: 4096))
        // Known from its first 16 bytes on, so nothing is collected.
        #expect(read(block(0x21, 0x11, announcing: 4096 - 16 + 1)) == .refused(.blockTooLong))
        #expect(read(block(0x20, 0x00, announcing: 0xFFFF)) == .refused(.blockTooLong))
    }

    @Test func `may come byte by byte`() {
        let whole = block(0x21, 0x11, Self.version4 + attribute(0x04, [1, 2]))
        for count in 0..<whole.count { #expect(read(Array(whole[..<count])) == .needsMore) }
    }

    @Test func `is refused at the first byte that is none of its signature`() {
        for index in 1..<12 {
            var broken = Array(Self.signature[...index])
            broken[index] ^= 1
            #expect(read(broken) == .refused(.notAHeader))
        }
    }
}
