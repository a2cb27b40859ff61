import GatewayHTTP2
import NIOCore

/// A server session that is fed frames made by hand, and whose output is read frame by frame.
final class Server {
    let session: HTTP2ServerSession
    let log = EventLog()
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private(set) var sent: [SentFrame] = []

    struct SentFrame: Equatable {
        let kind: UInt8
        let flags: UInt8
        let stream: UInt32
        let payload: [UInt8]
    }

    /// - Parameter answers: each request is answered at once with an empty 200.
    init(_ settings: HTTP2Settings = .standard, limits: HTTP2Limits = .standard, answers: Bool = false) throws {
        session = try HTTP2ServerSession(
            settings: settings, limits: limits, webSocketKey: { WebSocketKey(random: (1, 2)) })
        if answers {
            log.onHead = { [unowned session] _, stream in
                session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: true)
            }
        }
    }

    /// Takes the frames, then writes what there is to say.
    @discardableResult
    func receive(_ frames: Frames) -> HTTP2Failure? { receive(frames.bytes) }

    @discardableResult
    func receive(_ bytes: [UInt8]) -> HTTP2Failure? {
        read(bytes)
        write()
        return session.failure
    }

    /// Takes bytes, and writes nothing, like a connection whose peer does not read.
    @discardableResult
    func read(_ bytes: [UInt8]) -> HTTP2Failure? {
        bytes.withUnsafeBytes { session.receive($0, at: now, telling: log) }
    }

    func write(atMost limit: Int = 1 << 20) {
        var output = ByteBuffer()
        _ = session.writeOutput(into: &output, atMost: limit, at: now, telling: log)
        unread += Array(output.readableBytesView)
        while unread.count >= 9 {
            let length = Int(unread[0]) << 16 | Int(unread[1]) << 8 | Int(unread[2])
            guard unread.count >= 9 + length else { return }
            let stream = unread[5..<9].reduce(0) { $0 << 8 | UInt32($1) }
            sent.append(
                SentFrame(kind: unread[3], flags: unread[4], stream: stream, payload: Array(unread[9..<(9 + length)])))
            unread.removeFirst(9 + length)
        }
    }

    private var unread: [UInt8] = []

    func sent(_ kind: Frames.Kind) -> [SentFrame] { sent.filter { $0.kind == kind.number } }

    /// The codes with which streams were reset.
    var resets: [UInt32: HTTP2ErrorCode] {
        sent(.reset).reduce(into: [:]) { $0[$1.stream] = HTTP2ErrorCode(rawValue: Self.number($1.payload[0..<4])) }
    }

    /// The code of the last GOAWAY frame.
    var goAway: HTTP2ErrorCode? {
        sent(.goAway).last.map { HTTP2ErrorCode(rawValue: Self.number($0.payload[4..<8])) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
