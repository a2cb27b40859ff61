extension ResponseHead {
    /// Writes the head that travels on to the client, up to but not including the empty line: the caller appends its
    /// own fields, then calls `endHead()`.
    ///
    /// - Parameters:
    ///   - bytes: the bytes that were parsed.
    ///   - dropped: the names that stay behind. To write `Location` or `Set-Cookie` oneself, add it.
    ///   - cookie: a cookie that only the gateway may set.
    ///   - chunked: whether the body that follows is written chunked: where it came so, or came until the close, and
    ///     the client speaks HTTP/1.1.
    public func write<Sink: ByteSink>(
        from bytes: UnsafeRawBufferPointer, dropping dropped: FieldNameSet = .neverToClient,
        without cookie: CookieName = .gateway, chunked: Bool, into sink: inout Sink
    ) {
        sink.append(atMost: length + Self.mostAdded) { sink in
            writeStatusLine(bytes, into: &sink)
            var dropped = dropped
            // RFC 9110 § 8.6: not in 1xx and 204, whatever the upstream says.
            if status < 200 || status == 204 { dropped.insert(.contentLength) }
            fields.writeLines(of: bytes, dropping: dropped, special: [.setCookie], into: &sink) { field, sink in
                if !cookie.isSet(by: field.value, in: bytes) { sink.append(bytes[field.line]) }
            }
            if chunked { sink.append("Transfer-Encoding: chunked\r\n") }
            if body == .tunnel { sink.append("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
        }
    }

    /// More than the fields that may be written without having been there.
    private static let mostAdded = 128

    private func writeStatusLine(_ bytes: UnsafeRawBufferPointer, into sink: inout FixedSink) {
        sink.append("HTTP/1.1 ")
        // Three digits, at a fixed place: "HTTP/1.1 200".
        sink.append(bytes, from: 9, to: 12)
        sink.append(" ")
        sink.append(bytes[reasonPhrase])
        sink.append("\r\n")
    }
}
