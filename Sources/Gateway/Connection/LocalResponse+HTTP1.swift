internal import GatewayIdentity
internal import GatewayPages
internal import NIOCore

extension LocalResponse {
    /// The whole answer as HTTP/1.1 has it; the framing is always our own.
    func write(into bytes: inout ByteBuffer, isHead: Bool, keepsAlive: Bool, at now: UnixTime) {
        writeHead(into: &bytes, keepsAlive: keepsAlive, at: now)
        if !isHead, status != 204 { bytes.writeBytes(body) }
    }

    /// How the end of the body is told.
    enum Framing {
        case length, chunked, untilClose
    }

    func writeHead(
        into bytes: inout ByteBuffer, framing: Framing = .length, keepsAlive: Bool = true, at now: UnixTime
    ) {
        bytes.writeString("HTTP/1.1 \(status) \(ReasonPhrase.of(status))\r\n")
        for line in headers where !line.isFraming { bytes.writeString("\(line.name): \(line.value)\r\n") }
        // RFC 9110 § 8.6 and § 15.3.5: a 204 has neither a length nor a body.
        switch framing {
        case .length: if status != 204 { bytes.writeString("Content-Length: \(body.count)\r\n") }
        case .chunked: bytes.writeString("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
        bytes.writeString("Date: \(HTTPDate.string(now))\r\n")
        bytes.writeString(keepsAlive ? "\r\n" : "Connection: close\r\n\r\n")
    }

    /// RFC 9110 § 15.3.5: there is none behind a 204.
    var hasBody: Bool { status != 204 && !body.isEmpty }
}

extension HeaderLine {
    /// Fields that the connection writes itself.
    fileprivate var isFraming: Bool {
        let name = name.lowercased()
        return name == "content-length" || name == "transfer-encoding" || name == "connection" || name == "date"
    }
}
