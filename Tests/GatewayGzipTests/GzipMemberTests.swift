import GatewayGzip
import GatewayTesting
import Testing

@Suite struct `A gzip member` {
    private let packer: GzipPacker
    private let unpacker: GzipUnpacker

    init() throws {
        packer = try #require(GzipPacker())
        unpacker = try #require(GzipUnpacker())
    }

    private func packed(_ content: [UInt8]) -> [UInt8] { content.withUnsafeBytes { packer.member(of: $0) } }
    private func content(of member: [UInt8]) -> [UInt8]? { member.withUnsafeBytes { unpacker.content(of: $0) } }

    @Test(arguments: [0, 1, 1000, 1 << 20])
    func `gives back what was packed, and says in its header how long both are`(count: Int) throws {
        let random = SeededRandom(seed: UInt64(count))
        let original = (0..<count).map { _ in UInt8(0x20 + random.int(below: 95)) }
        let member = packed(original)
        let header = try #require(member.withUnsafeBytes({ GzipMember(header: $0) }))
        #expect(header.length == member.count && header.contentLength == count)
        #expect(content(of: member) == original)
    }

    @Test
    func `never gives anything else than was packed, whichever bit differs, and nothing where its end is missing`() {
        let original = Array("one record after another, one record after another".utf8)
        let member = packed(original)
        for index in member.indices {
            for bit in 0..<8 {
                var damaged = member
                damaged[index] ^= 1 << bit
                // A few bits pad the end of the deflated stream, and mean nothing.
                #expect(content(of: damaged).map { $0 == original } ?? true, "byte \(index), bit \(bit)")
            }
        }
        for count in member.indices { #expect(content(of: Array(member[..<count])) == nil) }
        #expect(content(of: member + [0]) == nil)
    }

    @Test func `that promises more than a member may hold is refused before memory is taken for it`() {
        var member = packed([1, 2, 3])
        member.replaceSubrange(20..<24, with: [255, 255, 255, 255])
        #expect(member.withUnsafeBytes { GzipMember(header: $0) } == nil)
        #expect(content(of: member) == nil)
    }
}
