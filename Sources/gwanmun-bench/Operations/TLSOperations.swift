import NIOCore

extension HotPath {
    /// What one answer and one request cost between plaintext and socket, OpenSSL and handler together.
    static func tlsOperations() throws -> [Operation] {
        let pair = try TLSPair()
        let request = ByteBuffer(bytes: Message.browserRequest.bytes)
        let head = ByteBuffer(bytes: Message.fileResponse.bytes)
        let body = ByteBuffer(repeating: 0x2E, count: 1024)
        let whole = ByteBuffer(bytes: Array(head.readableBytesView) + Array(body.readableBytesView))
        guard try pair.ask(request) == request.readableBytes, try pair.answer([whole]) > whole.readableBytes else {
            throw SampleProblem("the TLS connection of the sample carries nothing")
        }
        return [
            operation("tls.request") { try pair.ask(request) },
            operation("tls.answer.whole") { try pair.answer([whole]) },
            operation("tls.answer.head-and-body") { try pair.answer([head, body]) },
        ]
    }

    /// What has worked once works again: an error could only come from a mistake in the measurement, and is seen in its result.
    private static func operation(_ name: String, _ perform: @escaping () throws -> Int) -> Operation {
        Operation(name) {
            do { return try perform() } catch { return 0 }
        }
    }
}
