import GatewayHTTP1

/// What must hold for the response parser and writer whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum ResponseHeadProperties {
    private static let contexts = [
        ResponseContext(), ResponseContext(toHead: true), toWebSocketOffer,
    ]

    /// To the example of RFC 6455 § 1.3.
    private static var toWebSocketOffer: ResponseContext {
        let offer =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        var parser = RequestHeadParser()
        return Array(offer.utf8).withUnsafeBytes { bytes in
            guard case .complete = parser.parse(bytes) else { return ResponseContext() }
            return ResponseContext(of: parser.head, in: bytes) { _ in Array("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".utf8) }
        }
    }

    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        for context in contexts {
            if let violation = violation(in: input, answering: context) { return violation }
        }
        return nil
    }

    private static func violation(in input: [UInt8], answering context: ResponseContext) -> String? {
        var parser = ResponseHeadParser()
        let whole = Reading.whole(input) { parser.parse($0, answering: context) }
        for size in [1, 7, 64] {
            var parser = ResponseHeadParser()
            let pieces = Reading.inPieces(of: size, input) { parser.parse($0, answering: context) }
            if pieces != whole { return "in pieces of \(size): \(pieces), whole: \(whole)" }
        }
        guard case .complete(let length) = whole else { return nil }
        return input.withUnsafeBytes { writingViolation(parser.head, length, $0, context) }
    }

    private static func writingViolation(
        _ head: ResponseHead, _ length: Int, _ bytes: UnsafeRawBufferPointer, _ context: ResponseContext
    ) -> String? {
        if head.length != length || length > bytes.count { return "length \(length) of \(bytes.count)" }
        var written: [UInt8] = []
        head.write(from: bytes, chunked: head.body == .chunked, into: &written)
        written.endHead()
        var parser = ResponseHeadParser(limits: HeadLimits(fieldCount: 110, head: 70_000))
        let again = written.withUnsafeBytes { parser.parse($0, answering: context) }
        guard again == .complete(length: written.count) else { return "what was written reads as \(again)" }
        let went = parser.head
        if went.status != head.status || went.body != head.body { return "another meaning" }
        let dropped: FieldNameSet = [.altSvc, .xGwanmun, .keepAlive, .proxy]
        if went.fields.contains(where: { dropped.contains($0.name) }) {
            return "a field of this hop forwarded"
        }
        return nil
    }
}
