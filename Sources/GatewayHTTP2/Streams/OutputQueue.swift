internal import NIOCore

/// The bytes of one stream's body that wait for the peer's window.
struct OutputQueue {
    private var pieces = CircularBuffer<ByteBuffer>(initialCapacity: 2)
    private(set) var count = 0

    /// Below this a piece is copied behind the one before it: many small writes make few frames, and a few bytes do
    /// not keep alive the large buffer they came in.
    private static let smallPiece = 2_048
    private static let gatheredCapacity = 8_192

    mutating func append(_ piece: ByteBuffer) {
        count += piece.readableBytes
        guard piece.readableBytes < Self.smallPiece else { return pieces.append(piece) }
        if let last = pieces.indices.last, pieces[last].writableBytes >= piece.readableBytes,
            pieces[last].storageCapacity <= Self.gatheredCapacity
        {
            pieces.modify(last) { _ = $0.writeImmutableBuffer(piece) }
        } else {
            var gathered = ByteBuffer()
            gathered.reserveCapacity(pieces.isEmpty ? piece.readableBytes : Self.gatheredCapacity)
            gathered.writeImmutableBuffer(piece)
            pieces.append(gathered)
        }
    }

    /// Moves the first `count` bytes into `buffer`; there must be as many.
    mutating func move(_ count: Int, into buffer: inout ByteBuffer) {
        self.count -= count
        var rest = count
        while rest > 0, let first = pieces.indices.first {
            if pieces[first].readableBytes <= rest {
                rest -= buffer.writeImmutableBuffer(pieces.removeFirst())
            } else {
                pieces.modify(first) { piece in
                    _ = piece.readWithUnsafeReadableBytes { bytes in
                        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[..<rest]))
                    }
                }
                rest = 0
            }
        }
    }

    mutating func removeAll() {
        pieces.removeAll(keepingCapacity: true)
        count = 0
    }
}
