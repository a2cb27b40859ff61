import GatewaySIEM
import GatewaySettings
import GatewayTLS
import Glibc
import NIOCore
import NIOPosix

/// Records over one connection that stays: RFC 5424 in counted frames over TLS, both sides shown by certificates (RFC 5425).
final class SyslogRecordCarrier: RecordCarrier {
    /// Syslog has no acknowledgement.
    let isAcknowledged = false

    private static let patience = TimeAmount.seconds(10)
    /// What the other machine does not acknowledge for so long ends the connection (RFC 5482).
    private static let unanswered = 20_000

    private let settings: SIEMReceiver.Syslog
    private let form: SyslogForm
    private let context: TLSClientContext
    private let interruption: Interruption
    private var open: (channel: any Channel, link: SyslogLink)?

    init(_ settings: SIEMReceiver.Syslog, version: String, interruption: Interruption) throws(TLSFailure) {
        self.settings = settings
        self.interruption = interruption
        form = SyslogForm(settings.payload, enterprise: settings.enterprise, process: getpid(), version: version)
        context = try TLSClientContext(
            trustFile: settings.papers.trust, certificateChainFile: settings.papers.chain,
            privateKeyFile: settings.papers.key)
    }

    func send(_ messages: [SIEMMessage]) throws(CarrierFailure) -> UInt64 {
        guard !messages.isEmpty else { return 0 }
        do {
            let channel = try connected()
            var buffer = channel.allocator.buffer(capacity: messages.count * 1024)
            for message in messages { buffer.writeBytes(form.frame(message)) }
            try interruption.value(of: channel.writeAndFlush(buffer), within: Self.patience)
            try awaitArrival(on: channel)
            return 0
        } catch {
            throw failure(error)
        }
    }

    func look() throws(CarrierFailure) {
        guard let open else { return }
        if let problem = open.link.problem { throw CarrierFailure(problem) }
    }

    func drop() {
        open?.channel.close(promise: nil)
        open = nil
    }

    /// What the connection itself said comes first: that a write failed says less.
    private func failure(_ error: any Error) -> CarrierFailure {
        let failure = CarrierFailure(error)
        guard !failure.concernsPeer, let problem = open?.link.problem else { return failure }
        return CarrierFailure(problem)
    }

    private func connected() throws -> any Channel {
        if let open {
            if let problem = open.link.problem { throw CarrierFailure(problem) }
            return open.channel
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ready = loop.makePromise(of: Void.self)
        let link = SyslogLink(ready)
        let (context, name) = (context, settings.name)
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(Self.patience)
            .channelOption(.tcpOption(.init(rawValue: CInt(TCP_USER_TIMEOUT))), value: Self.unanswered)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try TLSHandler(
                        client: context, serverName: name, isAddress: HTTPPeer.isAddress(name),
                        scratch: TLSScratch(allocator: channel.allocator))
                    try channel.pipeline.syncOperations.addHandlers([handler, link])
                }
            }
            .connect(host: HTTPPeer.connectable(settings.server.host), port: Int(settings.server.port))
        connecting.whenFailure { ready.fail($0) }
        do {
            try interruption.value(of: ready.futureResult, within: Self.patience)
            let channel = try connecting.wait()
            open = (channel, link)
            return channel
        } catch {
            // However it ends, so does the connection.
            connecting.whenSuccess { $0.close(promise: nil) }
            throw error
        }
    }

    // MARK: Whether it arrived

    /// Waits until the other machine has acknowledged every byte (TCP's acknowledgement; what it does with them is its own business).
    private func awaitArrival(on channel: any Channel) throws {
        guard let provider = channel as? any SocketOptionProvider else { return }
        let end = ContinuousClock.now + .seconds(10)
        var pause: UInt32 = 500
        while true {
            if let problem = open?.link.problem { throw CarrierFailure(problem) }
            let info: TCPState = try interruption.value(
                of: provider.unsafeGetSocketOption(
                    level: NIOBSDSocket.OptionLevel.tcp, name: NIOBSDSocket.Option(rawValue: CInt(TCP_INFO))),
                within: Self.patience)
            if info.isAllAcknowledged { return }
            guard ContinuousClock.now < end else { throw CarrierFailure("the receiver's machine does not acknowledge") }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }
}

/// `struct tcp_info` of Linux, as far as it is looked at: words of 32 bits.
private struct TCPState: Sendable {
    private let words: SIMD64<UInt32> = .zero

    /// `tcpi_unacked` (segments on the way) and `tcpi_notsent_bytes`.
    var isAllAcknowledged: Bool { words[6] == 0 && words[36] == 0 }
}
