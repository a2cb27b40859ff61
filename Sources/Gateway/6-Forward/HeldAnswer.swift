internal import GatewayHTTP1
internal import NIOCore

/// An answer that counts as more than its request was permitted for, until its record is on the disk.
///
/// It holds what came in one read of the upstream's connection, at most: no more is read meanwhile.
final class HeldAnswer {
    let head: ResponseHead
    /// The disk has until then.
    let deadline: NIODeadline
    private let bytes: ByteBuffer
    private(set) var pieces: [ByteBuffer] = []
    private(set) var end: End?

    /// What the upstream has said last already.
    enum End {
        case answer(Trailers?)
        case tunnel
    }

    /// - Parameter bytes: what the head's ranges are of.
    init(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer, until deadline: NIODeadline) {
        self.head = head
        self.bytes = ByteBuffer(bytes: bytes.prefix(head.length))
        self.deadline = deadline
    }

    func take(_ piece: ByteBuffer) { pieces.append(piece) }

    func end(_ end: End) { self.end = end }

    func withHead(_ body: (ResponseHead, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeReadableBytes { body(head, $0) }
    }
}

@available(*, unavailable)
extension HeldAnswer: Sendable {}
