import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

@Suite struct `Memory that is read into` {
    let loop = EmbeddedEventLoop()
    let scratch = TLSScratch(allocator: ByteBufferAllocator())

    @Test func `is small for a ClientHello, which the channel keeps, and the loop's own from then on`() {
        var lender = LentReceiveBuffer(of: scratch, on: loop)
        #expect(lender.buffer(allocator: ByteBufferAllocator()).storageCapacity <= 1024)
        let asksAnew = lender.record(actualReadBytes: 517)
        #expect(asksAnew)
        #expect(lender.nextBufferSize() == nil, "NIO keeps none for itself")
        #expect(lender.buffer(allocator: ByteBufferAllocator()).storageCapacity == 64 * 1024)
    }

    @Test func `is the same for every connection, one after the other`() {
        let place = lend { scratch.giveBackReceiving($0) }
        #expect(lend { _ in } == place)
    }

    @Test func `is nobody else's while it is lent`() {
        let first = scratch.takeReceiving(ByteBufferAllocator())
        let second = scratch.takeReceiving(ByteBufferAllocator())
        #expect(address(of: first) != address(of: second))
    }

    @Test func `is made anew when somebody kept a piece of what was in it`() throws {
        var first = scratch.takeReceiving(ByteBufferAllocator())
        first.writeString("a secret of the first")
        let kept = try #require(first.getSlice(at: 0, length: 8))
        scratch.giveBackReceiving(first)
        var second = scratch.takeReceiving(ByteBufferAllocator())
        second.writeString("overwritten by the second")
        #expect(String(buffer: kept) == "a secret")
    }

    @Test func `comes back from a connection that has read it`() throws {
        let authority = try Authority()
        let handler = try TLSHandler(server: try authority.serverContext(), scratch: scratch)
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        let place = try lend { try channel.writeInbound($0) }
        #expect(lend { _ in } == place)
        _ = try channel.finish()
    }

    /// Takes the memory, and has let go of it when it returns.
    /// - Returns: where it was.
    private func lend(to use: (ByteBuffer) throws -> Void) rethrows -> UnsafeRawPointer? {
        let lent = scratch.takeReceiving(ByteBufferAllocator())
        try use(lent)
        return address(of: lent)
    }

    private func address(of buffer: ByteBuffer) -> UnsafeRawPointer? {
        buffer.withVeryUnsafeBytes { $0.baseAddress }
    }
}
