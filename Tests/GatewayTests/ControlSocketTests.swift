import FoundationEssentials
import GatewayIdentity
import GatewayPages
import GatewaySystem
import GatewayTesting
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Gateway

@Suite struct `The control socket` {
    let folder: TemporaryFolder
    private var path: String { folder.path + "/control" }

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `is its owner's alone, whatever the mask, and leaves the mask alone`() throws {
        let descriptor = try ControlSocket.bind(at: path)
        defer { close(descriptor) }
        #expect(try mode(path) == 0o600)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        try FileManager.default.createDirectory(atPath: folder.path + "/beside", withIntermediateDirectories: false)
        #expect(try #require(try mode(folder.path + "/beside")) & 0o700 == 0o700)
    }

    @Test func `takes the place of one that was left behind, and of nothing else`() throws {
        close(try ControlSocket.bind(at: path))
        close(try ControlSocket.bind(at: path))

        let file = try folder.write([1], "file")
        #expect(throws: ControlSocket.Failure.self) { try ControlSocket.bind(at: file) }
        #expect(FileManager.default.contents(atPath: file) == Data([1]))
        #expect(throws: ControlSocket.Failure.self) { try ControlSocket.bind(at: folder.path + "/missing/control") }
        #expect(throws: ControlSocket.Failure.self) {
            try ControlSocket.bind(at: folder.path + "/" + String(repeating: "x", count: 108))
        }
    }

    @Test func `tells the responder who is at the other end, by the kernel's word`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let answering: PlainResponder = { _, peer in
            LocalResponse(status: 200, headers: [], body: Array((peer.map { "\($0)" } ?? "nobody").utf8))
        }
        let clock = LoopClock { UnixTime(seconds: 1_795_305_600) }
        let server = try await PlainConnection.bootstrap(group, answering, clock).withBoundSocket(
            ControlSocket.bind(at: path)
        ).get()
        let answer = group.next().makePromise(of: String.self)
        _ = try await ClientBootstrap(group: group).channelInitializer { channel in
            channel.pipeline.addHandler(Asker(answer))
        }.connect(unixDomainSocketPath: path).get()
        #expect(try await answer.futureResult.get().hasSuffix("\r\n\r\n\(getuid())"))
        try await server.close()
    }

    /// Asks as soon as it is connected, and keeps the promise with everything that came until the end.
    private final class Asker: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let answer: EventLoopPromise<String>
        private let text = Mutex("")

        init(_ answer: EventLoopPromise<String>) { self.answer = answer }

        func channelActive(context: ChannelHandlerContext) {
            let request = ByteBuffer(string: "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let piece = String(buffer: unwrapInboundIn(data))
            text.withLock { $0 += piece }
        }

        func channelInactive(context: ChannelHandlerContext) { answer.succeed(text.withLock { $0 }) }
    }
}
