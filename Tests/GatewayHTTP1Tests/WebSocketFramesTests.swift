import Testing

@testable import GatewayHTTP1

@Suite struct `The frames of a WebSocket` {
    private func isBetween(_ bytes: [UInt8], piece: Int = .max) -> Bool {
        var frames = WebSocketFrames()
        var rest = bytes[...]
        while !rest.isEmpty {
            Array(rest.prefix(piece)).withUnsafeBytes { frames.pass($0) }
            rest = rest.dropFirst(piece)
        }
        return frames.isBetweenFrames
    }

    /// RFC 6455 § 5.7: the examples.
    @Test func `end where their length says, in whatever pieces they come`() {
        let hello: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        let medium: [UInt8] = [0x82, 0x7E, 0x01, 0x00] + Array(repeating: 0, count: 256)
        let large: [UInt8] = [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + Array(repeating: 0, count: 65_536)
        for frame in [hello, masked, medium, large, hello + masked + medium] {
            for piece in [1, 2, 3, 7, .max] where frame.count < 1_000 || piece == .max {
                #expect(isBetween(frame, piece: piece))
                #expect(!isBetween(Array(frame.dropLast()), piece: piece))
            }
        }
    }

    @Test func `are not followed by another close, once one was said`() {
        #expect(!isBetween([0x88, 0x02, 0x03, 0xE8]))
        #expect(isBetween([0x89, 0x00]))
    }

    @Test func `of a conversation that we end say 1008 and why`() {
        #expect(WebSocketClose.policyViolation("cert_revoked") == [0x88, 14, 0x03, 0xF0] + Array("cert_revoked".utf8))
        #expect(WebSocketClose.policyViolation(String(repeating: "x", count: 200)).count == 127)
    }
}
