extension RequestHead {
    /// Reads the opening handshake of RFC 6455 § 4.2.1.
    ///
    /// - Returns: `false` where something else than WebSocket is offered, which RFC 9110 § 7.8 lets a server ignore.
    /// - Throws: where WebSocket is offered, but not as the RFC has it: the two sides of the gateway could then
    ///   differ on whether the connection became a tunnel.
    func understoodWebSocketOffer(in bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Bool {
        guard let upgrade = fields.first(.upgrade), !fields.repeated.contains(.upgrade),
            bytes.spells("websocket", at: upgrade.value)
        else { return false }
        guard method == .get, version == .http11, body == .none,
            let version = fields.first(.secWebSocketVersion), bytes.equals("13", at: version.value),
            let key = fields.first(.secWebSocketKey), Self.isWebSocketKey(key.value, in: bytes)
        else { throw .webSocketHandshakeMalformed }
        return true
    }

    /// 16 bytes in base64: 21 characters, one that holds 2 bits (RFC 4648 § 3.5), and `==`.
    private static func isWebSocketKey(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) -> Bool {
        let key = bytes[range]
        guard key.count == 24, key[22] == ASCII.equals, key[23] == ASCII.equals else { return false }
        let digits = key[0..<22]
        let last = digits[21]
        return digits.allSatisfy(isBase64)
            && [UInt8(ascii: "A"), UInt8(ascii: "Q"), UInt8(ascii: "g"), UInt8(ascii: "w")].contains(last)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
