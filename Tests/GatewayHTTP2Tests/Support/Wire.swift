import GatewayHTTP2
import NIOCore

/// A client and a server session and the bytes between them.
final class Wire {
    let client: HTTP2ClientSession
    let server: HTTP2ServerSession
    let clientLog = EventLog()
    let serverLog = EventLog()
    private var limit = 1 << 20
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    init(
        client clientSettings: HTTP2Settings = .standard, server serverSettings: HTTP2Settings = .standard,
        limits: HTTP2Limits = .standard
    ) throws {
        client = try HTTP2ClientSession(settings: clientSettings, limits: limits)
        server = try HTTP2ServerSession(
            settings: serverSettings, limits: limits, webSocketKey: { WebSocketKey(random: (1, 2)) })
    }

    /// Carries bytes both ways until neither side has more to say.
    func run(piece: Int = .max, atMost limit: Int = 1 << 20) {
        self.limit = limit
        while true {
            let there = carry(from: client, clientLog, to: server, serverLog, piece)
            let back = carry(from: server, serverLog, to: client, clientLog, piece)
            if !there, !back { return }
        }
    }

    private func carry(
        from sender: HTTP2Session, _ senderLog: EventLog, to receiver: HTTP2Session, _ receiverLog: EventLog,
        _ piece: Int
    ) -> Bool {
        var bytes = ByteBuffer()
        _ = sender.writeOutput(into: &bytes, atMost: limit, at: now, telling: senderLog)
        guard bytes.readableBytes > 0 else { return false }
        while let part = bytes.readSlice(length: min(piece, bytes.readableBytes)), part.readableBytes > 0 {
            part.withUnsafeReadableBytes { _ = receiver.receive($0, at: now, telling: receiverLog) }
        }
        return true
    }
}

extension ByteBuffer {
    /// A head: lines without their CRLF.
    static func head(_ lines: String...) -> ByteBuffer {
        ByteBuffer(string: lines.map { $0 + "\r\n" }.joined() + "\r\n")
    }
}
