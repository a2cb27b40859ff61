internal import NIOCore

/// The first record of a TLS connection, as far as it has to be known to wait for it (RFC 8446 § 5.1).
enum ClientHelloRecord {
    private static let handshake: UInt8 = 22
    private static let headLength = 5
    private static let longestFragment = 1 << 14

    /// Whether there is something for TLS to work on: a whole record, or bytes that are none, which it refuses with the right alert.
    static func isThere(in bytes: ByteBufferView) -> Bool {
        guard let first = bytes.first else { return false }
        guard first == handshake else { return true }
        guard bytes.count >= headLength else { return false }
        let length = Int(bytes[bytes.startIndex + 3]) << 8 | Int(bytes[bytes.startIndex + 4])
        return length == 0 || length > longestFragment || bytes.count >= headLength + length
    }
}
