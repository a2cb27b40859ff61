internal import COpenSSL

/// `Sec-WebSocket-Accept`: the proof that who agrees to a WebSocket has read the offer of it (RFC 6455 § 4.2.2, item 5.4).
///
/// SHA-1 is what the RFC asks for. Nothing rests on its strength here, so it is offered for nothing else.
public enum WebSocketAccept {
    /// - Parameter key: the value of `Sec-WebSocket-Key`, as it was written.
    /// - Returns: the 28 characters that the answer must have.
    public static func value(for key: UnsafeRawBufferPointer) -> [UInt8] {
        let proven = Array(key) + suffix
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digestSize) { digest in
            var count: UInt32 = 0
            Fetched.mustSucceed(
                EVP_Digest(proven, proven.count, digest.baseAddress, &count, Fetched.sha1.pointer, nil), "SHA-1")
            // OpenSSL writes a NUL behind the text.
            return [UInt8](unsafeUninitializedCapacity: size + 1) { text, written in
                written = Int(EVP_EncodeBlock(text.baseAddress, digest.baseAddress, Int32(digestSize)))
            }
        }
    }

    private static let suffix = Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)
    private static let digestSize = 20
    private static let size = 28
}
