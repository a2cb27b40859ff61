import GatewayAccess
import GatewayIdentity
import GatewayNotices
import GatewaySettings
import GatewayTLS
import NIOCore
import NIOPosix

/// Sends the officer's warnings to a syslog server: over TLS to a server that is who it should be (RFC 5425), plainly to
/// this machine alone.
struct SyslogCarrier: WarningCarrier {
    let channel = WarningChannel.syslog
    let gathersTrifles = false
    private static let patience = TimeAmount.seconds(10)

    private let server: SyslogServer
    private let host: String
    private let context: TLSClientContext?

    init(_ settings: WarningSettings.Syslog, host: String) throws {
        server = settings.server
        self.host = host
        switch settings.server.transport {
        case .tls:
            context = try TLSClientContext(
                trustFile: settings.trustFile, certificateChainFile: settings.identity?.chain,
                privateKeyFile: settings.identity?.key)
        case .tcp, .udp: context = nil
        }
    }

    /// Syslog is for machines and for the office: owners are told elsewhere, and the office is told of all they are.
    func copies(of warning: SecurityWarning) -> [SecurityWarning] {
        warning.audience == .securityOfficer ? [warning] : []
    }

    func carry(_ message: WarningMessage, id: String) async -> Carriage {
        let syslog: SyslogMessage
        do { syslog = try SyslogMessage(message, id: id, from: host) } catch { return .refused("\(error)") }
        return await carry(syslog)
    }

    func carry(_ syslog: SyslogMessage) async -> Carriage {
        do {
            switch server.transport {
            case .tls, .tcp: try await stream(syslog.frame)
            case .udp: try await datagram(syslog.bytes)
            }
            return .accepted
        } catch {
            return .unreached(HTTPFailure(error).description)
        }
    }

    /// One connection, one message: they are few, and the end of the connection says that the server had read it.
    private func stream(_ frame: [UInt8]) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Void.self)
        let deadline = loop.scheduleTask(in: Self.patience) { promise.fail(HTTPFailure.timeout) }
        defer { deadline.cancel() }
        let (server, context) = (server, context)
        ClientBootstrap(group: loop)
            .connectTimeout(Self.patience)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        let handler = try TLSHandler(
                            client: context, serverName: server.host, isAddress: HTTPPeer.isAddress(server.host),
                            scratch: TLSScratch(allocator: channel.allocator))
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        SyslogDelivery(frame, isSecured: context != nil, promise))
                }
            }
            .connect(host: HTTPPeer.connectable(server.host), port: Int(server.port))
            .whenFailure { promise.fail($0) }
        try await promise.futureResult.get()
    }

    private func datagram(_ bytes: [UInt8]) async throws {
        let address = try SocketAddress.makeAddressResolvingHost(
            HTTPPeer.connectable(server.host), port: Int(server.port))
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(to: address).get()
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        try await channel.close().get()
    }
}

extension SyslogMessage {
    /// The facts as one line of JSON in ASCII, with the words in the officer's language.
    init(_ message: WarningMessage, id: String, from host: String) throws {
        let lead = message.lead
        let document = try WarningDocument(message, id: id).encoded()
        let severity: SyslogMessage.Severity =
            switch lead.severity {
            case .low: .notice
            case .medium: .warning
            case .high: .error
            case .critical: .alert
            }
        self.init(
            severity, at: lead.at, host: host, version: Node.version, kind: lead.event.rawValue,
            text: String(decoding: document, as: UTF8.self).escapedToASCII)
    }
}

extension String {
    /// JSON text with every character beyond ASCII written as its escape (RFC 8259 § 7): they stand in strings alone.
    fileprivate var escapedToASCII: String {
        var text = ""
        for unit in utf16 {
            if unit < 0x80, let scalar = Unicode.Scalar(unit) {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }
}
