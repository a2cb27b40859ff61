import COpenSSL
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayTLS

@Suite struct `A connection under TLS` {
    let authority: Authority

    init() throws { authority = try Authority() }

    private func pair(_ version: Int32 = TLS1_3_VERSION) throws -> (RawClient, Listener) {
        let server = try Listener(server: try authority.serverContext())
        var manner = RawClient.Manner()
        manner.versions = version...version
        let client = try RawClient(manner)
        #expect(try converse(client, server) == .done)
        return (client, server)
    }

    @Test(arguments: bothVersions)
    func `carries a megabyte either way, byte for byte`(version: Int32) throws {
        let (client, server) = try pair(version)
        let megabyte = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

        #expect(client.write(megabyte))
        try server.receive(client.takeOutput(), inPiecesOf: 65_536)
        #expect(server.told.plaintext == megabyte)

        server.write(megabyte)
        client.receive(try server.takeOutput())
        #expect(client.read().bytes == megabyte)
    }

    @Test func `puts writes of one flush together, and keeps the promise of each`() throws {
        let (client, server) = try pair()
        let promises = (0..<3).map { _ in server.channel.eventLoop.makePromise(of: Void.self) }
        for (number, promise) in promises.enumerated() {
            server.channel.write(ByteBuffer(bytes: [UInt8(number)]), promise: promise)
        }
        #expect(try server.channel.readOutbound(as: ByteBuffer.self) == nil)
        server.channel.flush()
        for promise in promises { try promise.futureResult.wait() }
        client.receive(try server.takeOutput())
        #expect(client.read().bytes == [0, 1, 2])
    }

    @Test func `makes one record of small writes, and loses nothing where they outgrow it`() throws {
        let (client, server) = try pair()
        let sizes = [300, 1024, 0, 16 * 1024, 5, 16 * 1024 - 5, 1, 40 * 1024, 7]
        let pieces = sizes.enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        for piece in pieces { server.channel.write(ByteBuffer(bytes: piece), promise: nil) }
        server.channel.flush()
        let sent = try server.takeOutput()
        // 300 + 1024 + 0 · 16 KiB · 5 + the rest of a record · 1 · 16 + 16 + 8 KiB · 7
        #expect(recordLengths(sent).count == 8)
        client.receive(sent)
        #expect(client.read().bytes == pieces.flatMap(\.self))
    }

    /// Lengths in the headers of TLS records (RFC 8446 § 5.1).
    private func recordLengths(_ bytes: [UInt8]) -> [Int] {
        var lengths: [Int] = []
        var at = 0
        while at + 5 <= bytes.count {
            lengths.append(Int(bytes[at + 3]) << 8 | Int(bytes[at + 4]))
            at += 5 + (lengths.last ?? 0)
        }
        return lengths
    }

    @Test func `does not keep its shared memory alive for a few bytes`() throws {
        let (_, server) = try pair()
        server.write([1, 2, 3])
        let record = try #require(try server.channel.readOutbound(as: ByteBuffer.self))
        #expect(record.storageCapacity < 1024)
    }

    @Test func `copies what does not fill half of its memory, if it has to wait behind something, and lends the rest`()
    {
        let scratch = TLSScratch(allocator: ByteBufferAllocator())
        func isLent(_ bytes: Int, waits: Bool) -> Bool {
            scratch.ciphertext = ByteBuffer(repeating: 0, count: bytes)
            scratch.ciphertext.reserveCapacity(64 * 1024)
            return scratch.takeCiphertext { waits }.storageCapacity == scratch.ciphertext.storageCapacity
        }
        #expect(isLent(20_000, waits: false))
        #expect(!isLent(20_000, waits: true))
        #expect(isLent(40_000, waits: true))
        #expect(!isLent(2_000, waits: false))
    }

    @Test func `tells an end that was said from one that was not`() throws {
        let (polite, server) = try pair()
        #expect(polite.write([1]))
        polite.shutdown()
        try server.receive(polite.takeOutput())
        #expect(server.told.words == [.agreed, .data, .goodbye])
        // The other direction stays open: it may still be owed an answer.
        server.write([2])
        polite.receive(try server.takeOutput())
        #expect(polite.read().bytes == [2])

        let (_, cut) = try pair()
        cut.channel.close(promise: nil)
        #expect(cut.told.words == [.agreed, .inactive])
    }

    @Test func `says goodbye behind everything written, and still hears the other side`() throws {
        let (client, server) = try pair()
        server.write([1])
        let sent = server.channel.eventLoop.makePromise(of: Void.self)
        server.channel.write(ByteBuffer(bytes: [2]), promise: nil)
        server.channel.close(mode: .output, promise: sent)
        try sent.futureResult.wait()
        client.receive(try server.takeOutput())
        #expect(client.read().bytes == [1, 2])
        #expect(client.hasReceivedGoodbye)
        #expect(server.channel.isActive)

        #expect(client.write([3]))
        try server.receive(client.takeOutput())
        #expect(server.told.plaintext == [3])

        let late = server.channel.eventLoop.makePromise(of: Void.self)
        server.channel.writeAndFlush(ByteBuffer(bytes: [4]), promise: late)
        #expect(throws: ChannelError.self) { try late.futureResult.wait() }
    }

    @Test func `says goodbye when it is closed`() throws {
        let (client, server) = try pair()
        server.channel.close(promise: nil)
        client.receive(try server.takeOutput())
        #expect(client.read().progress == .done)
        #expect(client.hasReceivedGoodbye)
    }

    @Test(arguments: bothVersions)
    func `says none where what was sent is not whole`(version: Int32) throws {
        let (client, server) = try pair(version)
        server.channel.write(ByteBuffer(bytes: [1]), promise: nil)
        server.channel.triggerUserOutboundEvent(TLSOrder.endWithoutGoodbye, promise: nil)
        server.channel.close(promise: nil)
        client.receive(try server.takeOutput())
        #expect(client.read().bytes == [1])
        #expect(!client.hasReceivedGoodbye)
        #expect(!server.channel.isActive)
    }

    /// One flipped bit anywhere, and nothing of the record is delivered.
    @Test func `delivers nothing that was changed on its way`() throws {
        for position in [0, 3, 5, 12, -1] {
            let (client, server) = try pair()
            #expect(client.write(Array("a record".utf8)))
            var record = client.takeOutput()
            let at = position < 0 ? record.count - 1 : position
            record[at] ^= 1
            try server.receive(record)
            #expect(server.told.plaintext.isEmpty)
            if at != 3 {  // a length that claims more only waits for it
                #expect(server.told.words == [.agreed, .error, .inactive], "byte \(at)")
            }
        }
    }

    @Test func `ends when a handler behind it closes it in the middle of a read`() throws {
        let server = try Listener(server: try authority.serverContext())
        try server.channel.pipeline.syncOperations.addHandler(Leaver(), position: .before(server.told))
        let client = try RawClient()
        try converse(client, server)
        #expect(client.write([UInt8](repeating: 7, count: 100_000)))
        try server.receive(client.takeOutput())
        #expect(!server.channel.isActive)
        client.receive(try server.takeOutput())
        #expect(client.read().progress == .done)
        #expect(client.hasReceivedGoodbye)
    }

    /// Closes at the first byte.
    private final class Leaver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
    }
}
