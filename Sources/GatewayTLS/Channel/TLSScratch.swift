public import NIOCore

/// Reusable memory of one event loop: where plaintext and ciphertext lie between OpenSSL and NIO, so that an idle connection owns neither.
public final class TLSScratch {
    var plaintext: ByteBuffer
    var ciphertext: ByteBuffer
    private var joined: [UInt8] = []
    /// Empty while it is lent.
    private var receiving = ByteBuffer()
    private static let receivingSize = 64 * 1024

    public init(allocator: ByteBufferAllocator) {
        plaintext = allocator.buffer(capacity: 32 * 1024)
        ciphertext = allocator.buffer(capacity: 32 * 1024)
        joined.reserveCapacity(TLSHandler.recordPayload)
    }

    /// Lends the bytes of all pieces in their order until `use` fails, neighbours put together where they fit one record: to make a record
    /// costs what it costs to encrypt some ten kilobytes of it, to copy them next to nothing.
    func lendRecords(of pieces: [ByteBuffer], to use: (UnsafeRawBufferPointer) -> TLSFailure?)
        -> TLSFailure?
    {
        if let only = pieces.first, pieces.count == 1 { return only.withUnsafeReadableBytes(use) }
        for piece in pieces {
            if joined.count + piece.readableBytes > TLSHandler.recordPayload, let failure = lendJoined(to: use) {
                return failure
            }
            if piece.readableBytes < TLSHandler.recordPayload {
                piece.withUnsafeReadableBytes { joined.append(contentsOf: $0) }
            } else if let failure = piece.withUnsafeReadableBytes(use) {
                return failure
            }
        }
        return lendJoined(to: use)
    }

    private func lendJoined(to use: (UnsafeRawBufferPointer) -> TLSFailure?) -> TLSFailure? {
        defer { joined.removeAll(keepingCapacity: true) }
        return joined.isEmpty ? nil : joined.withUnsafeBytes(use)
    }

    /// The memory that is read into; whoever has it gives it back, or it is made anew.
    func takeReceiving(_ allocator: ByteBufferAllocator) -> ByteBuffer {
        var taken = ByteBuffer()
        swap(&taken, &receiving)
        guard taken.storageCapacity > 0 else { return allocator.buffer(capacity: Self.receivingSize) }
        taken.clear()
        return taken
    }

    func giveBackReceiving(_ buffer: ByteBuffer) {
        if buffer.storageCapacity == Self.receivingSize { receiving = buffer }
    }

    /// Lends the whole memory for a write that fills it somewhat, and copies a small one: on a connection whose peer reads nothing, each would
    /// otherwise keep all of it alive.
    ///
    /// - Parameter hasToWait: whether the peer has yet to take what it was sent before. Then what does not fill half of the memory is copied, too.
    func takeCiphertext(hasToWait: () -> Bool) -> ByteBuffer {
        let (size, capacity) = (ciphertext.readableBytes, ciphertext.storageCapacity)
        let isCopied = capacity > 8 * size + 1024 || capacity > 2 * size + 1024 && hasToWait()
        return isCopied ? ByteBuffer(buffer: ciphertext) : ciphertext
    }
}

@available(*, unavailable)
extension TLSScratch: Sendable {}
