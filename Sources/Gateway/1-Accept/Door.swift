internal import GatewaySystem
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A listening socket and the channel that accepts from it.
///
/// NIO closes a server channel at errors of accept(2) that it does not know to pass, as those of a firewall do. Then the door opens again, on the
/// same socket: nobody's connection is lost, and the port is not given up.
final class Door: Sendable {
    private enum State {
        case shut
        case open(any Channel)
    }

    private let socket: ListeningSocket
    private let bootstrap: @Sendable () -> ServerBootstrap
    private let logger: Logger
    private let state = Mutex(State.shut)

    private static let pause = TimeAmount.seconds(1)

    init(_ socket: ListeningSocket, logger: Logger, accepting bootstrap: @escaping @Sendable () -> ServerBootstrap) {
        self.socket = socket
        self.logger = logger
        self.bootstrap = bootstrap
    }

    /// Takes connections from now on, those first that have been waiting.
    func open() async throws {
        let channel = try await accept()
        state.withLock { $0 = .open(channel) }
        watch(channel)
        try socket.takeLead()
    }

    /// Where the port is shared, new connections go to whoever came after us; what has begun to come here still does.
    /// - Returns: whether the port is shared.
    func giveWay() throws -> Bool { try socket.giveWay() }

    /// Takes no more connections, and gives the port up: what nobody has accepted is reset.
    func close() async throws {
        let state = state.withLock { state in
            defer { state = .shut }
            return state
        }
        // Ours first: nothing is opened on it any more, and the channel accepts up to its own end.
        socket.close()
        switch state {
        case .shut: return
        case .open(let channel):
            do {
                try await channel.close().get()
            } catch ChannelError.alreadyClosed {
                return  // an error was faster
            }
        }
    }

    private func accept() async throws -> any Channel {
        let channel = try await bootstrap().withBoundSocket(socket.duplicate()).get()
        do {
            try socket.restoreBacklog()
        } catch {
            // Shut meanwhile: the channel has the socket too, and would go on accepting.
            try await channel.close().get()
            throw error
        }
        return channel
    }

    // MARK: After an error

    private func watch(_ channel: any Channel) {
        channel.closeFuture.whenComplete { [weak self] _ in self?.openAgain(after: channel) }
    }

    private func openAgain(after channel: any Channel) {
        guard isWanted(channel) else { return }
        logger.error("a listener was closed by an error; it opens again", metadata: ["port": "\(socket.port)"])
        channel.eventLoop.scheduleTask(in: Self.pause) { [weak self] in
            guard let self else { return }
            // Ends with the attempt; the next one begins here.
            Task { await self.replace(channel) }
        }
    }

    private func replace(_ channel: any Channel) async {
        do {
            let next = try await accept()
            let isWanted = state.withLock { state in
                guard Self.isOpen(state, by: channel) else { return false }
                state = .open(next)
                return true
            }
            if isWanted { watch(next) } else { try await next.close().get() }
        } catch {
            openAgain(after: channel)
        }
    }

    private func isWanted(_ channel: any Channel) -> Bool { state.withLock { Self.isOpen($0, by: channel) } }

    private static func isOpen(_ state: State, by channel: any Channel) -> Bool {
        switch state {
        case .shut: false
        case .open(let current): current === channel
        }
    }
}
