import GatewayHTTP1

/// What must hold for the request parser and writer whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum RequestHeadProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        var parser = RequestHeadParser()
        let whole = Reading.whole(input) { parser.parse($0) }
        for size in [1, 7, 64] {
            var parser = RequestHeadParser()
            let pieces = Reading.inPieces(of: size, input) { parser.parse($0) }
            if pieces != whole { return "in pieces of \(size): \(pieces), whole: \(whole)" }
        }
        guard case .complete(let length) = whole, parser.head.host != nil else { return nil }
        return input.withUnsafeBytes { forwardingViolation(parser.head, length, $0) }
    }

    private static func forwardingViolation(
        _ head: RequestHead, _ length: Int, _ bytes: UnsafeRawBufferPointer
    ) -> String? {
        if head.length != length || length > bytes.count { return "length \(length) of \(bytes.count)" }
        var written: [UInt8] = []
        head.write(from: bytes, into: &written)
        written.endHead()
        var parser = RequestHeadParser(limits: HeadLimits(fieldCount: 110, head: 70_000))
        let again = written.withUnsafeBytes { parser.parse($0) }
        guard again == .complete(length: written.count) else { return "what was written reads as \(again)" }
        return written.withUnsafeBytes { difference(head, bytes, parser.head, $0) }
    }

    /// What the forwarded head says otherwise than the one that came.
    private static func difference(
        _ came: RequestHead, _ cameBytes: UnsafeRawBufferPointer, _ went: RequestHead,
        _ wentBytes: UnsafeRawBufferPointer
    ) -> String? {
        if came.method != went.method || came.body != went.body || came.expectsContinue != went.expectsContinue
            || came.offersWebSocket != went.offersWebSocket
        {
            return "another meaning"
        }
        if came.host.map({ Array(cameBytes[$0.whole]) }) != went.host.map({ Array(wentBytes[$0.whole]) }) {
            return "another host"
        }
        if went.target.form == .absolute { return "absolute form forwarded" }
        if went.cookie(.gateway, in: wentBytes) != .absent { return "the gateway's cookie forwarded" }
        if went.fields.contains(where: { FieldNameSet.gatewayOnly.contains($0.name) }) { return "identity forwarded" }
        if travelling(came, cameBytes) != travelling(went, wentBytes) { return "other fields" }
        return nil
    }

    /// The lines that must arrive as they were.
    private static func travelling(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
        let rewritten = FieldNameSet.neverToUpstream.union([.cookie, .expect])
        return head.fields.filter { !rewritten.contains($0.name) }.map { Array(bytes[$0.line]) }
    }
}
