/// Follows the frames of one direction of a WebSocket (RFC 6455 § 5.2) without looking into them: a frame of our own may only be put between two.
public struct WebSocketFrames: Sendable {
    /// Bytes of the frame's head that are here, at most the 14 that one can have.
    private var head: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    )
    private var headCount = 0
    private var payload: UInt64 = 0
    private var isClosing = false

    public init() {}

    /// Nothing of a frame is under way, and none that ends the conversation has been seen.
    public var isBetweenFrames: Bool { headCount == 0 && payload == 0 && !isClosing }

    public mutating func pass(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count {
            if payload > 0 {
                let step = Int(min(payload, UInt64(bytes.count - at)))
                payload -= UInt64(step)
                at += step
            } else {
                withUnsafeMutableBytes(of: &head) { head in
                    if headCount < head.count { head[headCount] = bytes[at] }
                }
                headCount += 1
                at += 1
                endHeadIfWhole()
            }
        }
    }

    private mutating func endHeadIfWhole() {
        guard headCount >= 2 else { return }
        let isMasked = head.1 & 0x80 != 0
        let short = Int(head.1 & 0x7F)
        let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
        guard headCount == 2 + lengthBytes + (isMasked ? 4 : 0) else { return }
        payload =
            lengthBytes == 0
            ? UInt64(short)
            : withUnsafeBytes(of: head) { head in
                head[2..<(2 + lengthBytes)].reduce(0) { $0 << 8 | UInt64($1) }
            }
        if head.0 & 0x0F == 0x8 { isClosing = true }
        headCount = 0
    }
}

/// The frame that ends a WebSocket (RFC 6455 § 5.5.1), from a server: unmasked.
public enum WebSocketClose {
    /// 1008 (policy violation, RFC 6455 § 7.4.1), with a reason code of at most 123 bytes for the log of the other side.
    public static func policyViolation(_ reason: String) -> [UInt8] {
        let text = Array(reason.utf8.prefix(123))
        return [0x88, UInt8(2 + text.count), 0x03, 0xF0] + text
    }
}
