public import GatewayCrypto

/// A message on the socket: its length in four bytes, big-endian, then its bytes.
public enum PAMFrame {
    public static let headSize = 4
    /// Of what follows the head, in bytes: both lists of answers at their longest, and room.
    public static let limit = 16384

    /// What goes over the socket.
    public static func framed(_ message: SecretBytes) -> SecretBytes {
        var writer = PAMWriter()
        writer.putFramed(message)
        return writer.message()
    }

    /// - Throws: for a length that no message has, before a byte of it is waited for.
    public static func length(from head: [UInt8]) throws(PAMWireProblem) -> Int {
        guard head.count == headSize else { throw .malformed }
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= limit else { throw .tooLong }
        return length
    }
}
