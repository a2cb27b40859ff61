import NIOCore

extension HotPath {
    /// One stream of HTTP/2, from its head to its end, at both ends of a connection: what it costs beside HTTP/1.1.
    static func http2Operations() throws -> [Operation] {
        let pair = try HTTP2Pair(answering: .fileResponse, with: ByteBuffer(repeating: 0x2E, count: 1024))
        let requests = [("browser", Message.browserRequest), ("plain", .plainRequest)]
        return try requests.map { name, message in
            let request = ByteBuffer(bytes: message.bytes)
            guard pair.exchange(request) > 1024 else { throw SampleProblem("the HTTP/2 connection carries nothing") }
            return Operation("http2.exchange.\(name)") { pair.exchange(request) }
        }
    }
}
