internal import NIOCore

/// The bytes of one stream's body that wait for the peer's window. Most bodies that wait are one piece, which is kept
/// as it came; the queue behind it is made when there is a second.
struct OutputQueue {
    private var front = ByteBuffer()
    private var behind: CircularBuffer<ByteBuffer>?
    private(set) var count = 0

    /// Below this a piece is copied behind the ones that wait: many small writes make few frames, and a few bytes do
    /// not keep alive the large buffer they came in.
    private static let smallPiece = 2_048
    private static let gatheredCapacity = 8_192

    mutating func append(_ piece: ByteBuffer) {
        let isFirst = count == 0
        count += piece.readableBytes
        if isFirst {
            front = piece
        } else if piece.readableBytes < Self.smallPiece {
            gather(piece)
        } else {
            behind = behind ?? CircularBuffer(initialCapacity: 4)
            behind?.append(piece)
        }
    }

    /// Moves the first `count` bytes into `buffer`; there must be as many.
    mutating func move(_ count: Int, into buffer: inout ByteBuffer) {
        self.count -= count
        var rest = count
        while rest >= front.readableBytes, rest > 0 {
            rest -= buffer.writeBuffer(&front)
            front = behind?.popFirst() ?? ByteBuffer()
        }
        guard rest > 0 else { return }
        front.readWithUnsafeReadableBytes { bytes in
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[..<rest]))
        }
    }

    mutating func removeAll() { self = OutputQueue() }

    private mutating func gather(_ piece: ByteBuffer) {
        var pieces = behind ?? CircularBuffer(initialCapacity: 4)
        behind = nil
        if let last = pieces.indices.last, pieces[last].storageCapacity <= Self.gatheredCapacity,
            pieces[last].writableBytes >= piece.readableBytes
        {
            pieces.modify(last) { _ = $0.writeImmutableBuffer(piece) }
        } else {
            var gathered = ByteBuffer()
            gathered.reserveCapacity(Self.gatheredCapacity)
            gathered.writeImmutableBuffer(piece)
            pieces.append(gathered)
        }
        behind = pieces
    }
}
