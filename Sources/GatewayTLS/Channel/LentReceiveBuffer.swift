public import NIOCore

/// Where a connection's ciphertext is read into: the event loop's one memory, lent for each read, so that an idle connection owns none of it.
///
/// A `TLSHandler` takes everything out of the memory before it returns, and gives it back; a handler in front of it copies what it keeps.
struct LentReceiveBuffer: RecvByteBufferAllocator {
    private let scratch: NIOLoopBound<TLSScratch>
    private var hasRead = false

    /// The first read is a ClientHello, and its memory stays with the channel. Longer ones are read in two.
    private static let firstRead = 512

    init(of scratch: TLSScratch, on loop: any EventLoop) {
        self.scratch = NIOLoopBound(scratch, eventLoop: loop)
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        hasRead ? scratch.value.takeReceiving(allocator) : allocator.buffer(capacity: Self.firstRead)
    }

    /// - Returns: `true`, so that each read asks for its memory anew.
    mutating func record(actualReadBytes: Int) -> Bool {
        hasRead = true
        return true
    }
}

extension Channel {
    /// For a channel of this loop whose bytes go to a `TLSHandler` with the same scratch.
    public func readIntoLentMemory(of scratch: TLSScratch) throws {
        // NIO keeps the first buffer that it gets, and lets go of every later one only when there is no room to keep it.
        try syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try syncOptions?.setOption(.recvAllocator, value: LentReceiveBuffer(of: scratch, on: eventLoop))
    }
}
