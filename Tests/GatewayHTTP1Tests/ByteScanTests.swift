import Testing

@testable import GatewayHTTP1

@Suite struct `A scan of eight bytes at a time` {
    private static let classes: [(String, ByteClass)] = [
        ("token", .token), ("path", .path), ("query", .query), ("hostName", .hostName), ("ipv6Literal", .ipv6Literal),
        ("plainName", .plainName),
    ]

    /// Twenty members of each class, and every byte there is at every place among them.
    @Test(arguments: classes) func `ends where one by one ends`(_ name: String, members: ByteClass) {
        for filling in [UInt8(ascii: "a"), UInt8(ascii: "0"), UInt8(ascii: "F")] {
            for place in 0..<20 {
                for byte in UInt8.min...UInt8.max {
                    var text = [UInt8](repeating: filling, count: 20)
                    text[place] = byte
                    let end = text.withUnsafeBytes { $0.firstOutside(members, from: 0, to: 20) }
                    #expect(end == text.firstIndex { !members.contains($0) } ?? 20, "byte \(byte) at \(place)")
                }
            }
        }
    }

    /// What a byte does to the marks of its neighbours: every pair of bytes, side by side.
    @Test(arguments: classes) func `does not let one byte hide another`(_ name: String, members: ByteClass) {
        for pair in UInt16.min...UInt16.max {
            let text = [0x61, UInt8(pair >> 8), UInt8(pair & 0xFF), 0x61, 0x61, 0x61, 0x61, 0x61]
            let end = text.withUnsafeBytes { $0.firstOutside(members, from: 0, to: 8) }
            guard end == text.firstIndex(where: { !members.contains($0) }) ?? 8 else {
                Issue.record("bytes \(text[1]) and \(text[2]) among \(name)")
                return
            }
        }
    }

    @Test func `finds the first control, whatever stands around it`() {
        for place in 0..<20 {
            for byte in UInt8.min...UInt8.max {
                var text = [UInt8](repeating: 0x80, count: 20)
                text[place] = byte
                let end = text.withUnsafeBytes { $0.firstControl(from: 0, to: 20) }
                #expect(end == (byte < 0x20 || byte == 0x7F ? place : 20), "byte \(byte) at \(place)")
            }
        }
    }
}
