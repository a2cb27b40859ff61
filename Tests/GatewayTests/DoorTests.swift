import GatewayMetrics
import GatewaySystem
import Glibc
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

@testable import Gateway

@Suite struct `A door` {
    private let group = MultiThreadedEventLoopGroup.singleton

    /// What opens it, and the channels that it accepted from so far.
    private final class Listener: Sendable {
        let channels = Mutex<[any Channel]>([])

        func bootstrap(on group: any EventLoopGroup) -> ServerBootstrap {
            ServerBootstrap(group: group)
                .serverChannelInitializer { channel in
                    self.channels.withLock { $0.append(channel) }
                    return channel.eventLoop.makeSucceededVoidFuture()
                }
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Greeter()) }
                }
        }
    }

    /// Says one word and closes.
    private final class Greeter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "welcome")), promise: nil)
            context.close(promise: nil)
        }
    }

    private final class Hearer: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let heard: EventLoopPromise<String>

        init(_ heard: EventLoopPromise<String>) { self.heard = heard }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard.succeed(String(buffer: unwrapInboundIn(data)))
        }
        func channelInactive(context: ChannelHandlerContext) { heard.fail(ChannelError.eof) }
    }

    private func door() throws -> (Door, ListeningSocket, Listener) {
        let socket = try ListeningSocket(address: "127.0.0.1", port: 0)
        let (listener, group) = (Listener(), group)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return (Door(socket, logger: logger) { listener.bootstrap(on: group) }, socket, listener)
    }

    /// What is said to somebody who connects.
    private func greeting(at port: UInt16) async throws -> String {
        let loop = group.any()
        let heard = loop.makePromise(of: String.self)
        let connected = ClientBootstrap(group: loop)
            .channelInitializer { $0.pipeline.addHandler(Hearer(heard)) }
            .connect(host: "127.0.0.1", port: Int(port))
        connected.whenFailure { heard.fail($0) }
        let words = try await heard.futureResult.get()
        try await connected.get().closeFuture.get()
        return words
    }

    @Test func `serves those first who came before it opened`() async throws {
        let (door, socket, _) = try door()
        async let early = greeting(at: socket.port)
        try await door.open()
        #expect(try await early == "welcome")
        try await door.close()
    }

    @Test func `gives its port up when it is closed`() async throws {
        let (door, socket, _) = try door()
        try await door.open()
        try await door.close()
        await #expect(throws: (any Error).self) { try await greeting(at: socket.port) }
        _ = try ListeningSocket(address: "127.0.0.1", port: socket.port)
    }

    @Test func `that an error closed opens again, and loses nobody who came meanwhile`() async throws {
        let (door, socket, listener) = try door()
        try await door.open()
        try await #require(listener.channels.withLock { $0.first }).close().get()
        #expect(try await greeting(at: socket.port) == "welcome")
        #expect(listener.channels.withLock { $0.count } == 2)
        try await door.close()
    }

    @Test func `stays closed when it is closed right after an error`() async throws {
        let (door, socket, listener) = try door()
        try await door.open()
        try await #require(listener.channels.withLock { $0.first }).close().get()
        try await door.close()
        #expect(throws: SystemFailure.self) { try socket.duplicate() }
        await #expect(throws: (any Error).self) {
            // One that was about to open is closed again at once.
            for _ in 0..<1000 { _ = try await greeting(at: socket.port) }
        }
    }
}

@Suite struct `A listener without descriptors` {
    private let loop = EmbeddedEventLoop()

    /// As it was set last: an embedded channel keeps what it was told, and does not obey.
    private func accepts(_ channel: EmbeddedChannel) -> Bool {
        channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool ?? true
    }

    @Test func `pauses, longer each time, and goes on by itself`() {
        let metrics = GateMetrics(consoles: NameRoll(label: "console", limit: 1))
        let channel = EmbeddedChannel(handler: AcceptBackoff(metrics: metrics.makeLoop()), loop: loop)
        var pauses: [TimeAmount] = []
        for _ in 0..<10 {
            channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            #expect(!accepts(channel))
            var pause = TimeAmount.zero
            while !accepts(channel) {
                loop.advanceTime(by: .milliseconds(5))
                pause = pause + .milliseconds(5)
            }
            pauses.append(pause)
        }
        #expect(pauses.prefix(4) == [.milliseconds(5), .milliseconds(10), .milliseconds(20), .milliseconds(40)])
        #expect(pauses.last == .seconds(1))
        #expect(metrics.acceptPauses == 10)
    }
}
