/// The value of `Sec-WebSocket-Key`: 16 bytes in base64 (RFC 6455 § 4.1).
///
/// A client that opens a WebSocket over HTTP/2 sends none, and an upstream that speaks HTTP/1.1 wants one.
public struct WebSocketKey: Sendable {
    /// 24 characters.
    let text: [UInt8]

    /// - Parameter random: any 16 bytes; they need not be secret, but should not repeat.
    public init(random: (UInt64, UInt64)) {
        var bytes: [UInt8] = []
        for word in [random.0, random.1] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        bytes += [0, 0]
        var text: [UInt8] = []
        for start in stride(from: 0, to: 18, by: 3) {
            let three = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
            for shift in [18, 12, 6, 0] { text.append(Self.alphabet[three >> shift & 63]) }
        }
        text.replaceSubrange(22..., with: [UInt8(ascii: "="), UInt8(ascii: "=")])
        self.text = text
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
