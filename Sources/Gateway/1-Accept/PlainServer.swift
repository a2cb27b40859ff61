public import GatewayIdentity
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A small HTTP/1.1 server of its own, without TLS, on one thread.
public final class PlainServer: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channels = Mutex<[any Channel]>([])

    private let clock: Clock

    /// - Parameter clock: for the `Date` of answers.
    public init(clock: @escaping Clock) { self.clock = clock }

    /// - Returns: the port it got.
    public func listen(on address: NetworkAddress, port: Int, _ responder: @escaping PlainResponder) async throws -> Int
    {
        let channel = try await PlainConnection.bootstrap(group, responder, LoopClock(wall: clock)).bind(
            to: SocketAddress(ipAddress: address.description, port: port)
        ).get()
        channels.withLock { $0.append(channel) }
        return channel.localAddress?.port ?? port
    }

    public func stop() async throws {
        for channel in channels.withLock({ $0 }) { try await channel.close().get() }
        try await group.shutdownGracefully()
    }
}

extension PlainConnection {
    /// - Parameter metrics: of the loop that accepts; `nil`: nobody collects them.
    static func bootstrap(
        _ group: any EventLoopGroup, _ responder: @escaping PlainResponder, _ clock: LoopClock,
        metrics: @escaping @Sendable (any EventLoop) -> LoopMetrics? = { _ in nil }
    ) -> ServerBootstrap {
        let slots = PlainSlots()
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoff(metrics: metrics(channel.eventLoop)))
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard slots.take() else { throw ChannelError.operationUnsupported }
                    channel.closeFuture.whenComplete { _ in slots.giveBack() }
                    try channel.pipeline.syncOperations.addHandler(
                        PlainConnection(responder: responder, clock: clock))
                }
            }
    }
}
