extension RequestHead {
    /// Writes the head that travels on to an upstream, up to but not including the empty line: the caller appends its
    /// own fields, then calls `endHead()`.
    ///
    /// Fields that travel on keep their order and their bytes, so that signatures over them hold. The hop-by-hop
    /// fields are written anew from what was understood, and always HTTP/1.1 is spoken: a head without `host` needs
    /// one from the caller.
    ///
    /// - Parameters:
    ///   - bytes: the bytes that were parsed.
    ///   - target: path and query as the decision saw them; no blank, no control. Empty stands for the target as it
    ///     came, in origin form.
    ///   - dropped: the names that stay behind. To write `Host` or `Expect` oneself, add it.
    ///   - cookie: the cookie that stays behind.
    public func write<Sink: ByteSink>(
        from bytes: UnsafeRawBufferPointer, target: UnsafeRawBufferPointer = .empty,
        dropping dropped: FieldNameSet = .neverToUpstream, without cookie: CookieName = .gateway, into sink: inout Sink
    ) {
        sink.append(atMost: length + target.count + Self.mostAdded) { sink in
            writeRequestLine(bytes, target, into: &sink)
            var dropped = dropped
            // An expectation that was ignored, as that of an HTTP/1.0 client, must not be raised in its name.
            if !expectsContinue { dropped.insert(.expect) }
            fields.writeLines(of: bytes, dropping: dropped, special: [.cookie], into: &sink) { field, sink in
                CookieRemoval(of: cookie).write(field, of: bytes, into: &sink)
            }
            if body == .chunked { sink.append("Transfer-Encoding: chunked\r\n") }
            if offersWebSocket {
                sink.append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
            } else if acceptsTrailers {
                sink.append("TE: trailers\r\nConnection: TE\r\n")
            }
        }
    }

    /// More than the fields and the version that may be written without having been there.
    private static let mostAdded = 128

    private func writeRequestLine(
        _ bytes: UnsafeRawBufferPointer, _ target: UnsafeRawBufferPointer, into sink: inout FixedSink
    ) {
        if target.isEmpty, self.target.form == .origin, version == .http11 {
            sink.append(bytes, from: methodRange.start, to: self.target.whole.end)
        } else {
            sink.append(bytes, from: methodRange.start, to: methodRange.end)
            sink.append(" ")
            if target.isEmpty { writeOwnTarget(bytes, into: &sink) } else { sink.append(target) }
        }
        sink.append(" HTTP/1.1\r\n")
    }

    /// The target in origin form, or the asterisk, which is also what OPTIONS of a bare authority means (RFC 9112 §
    /// 3.2.4).
    private func writeOwnTarget(_ bytes: UnsafeRawBufferPointer, into sink: inout FixedSink) {
        if target.path.isEmpty {
            sink.append(method == .options && target.query == nil ? "*" : "/")
        } else {
            sink.append(bytes[target.path])
        }
        if let query = target.query {
            sink.append("?")
            sink.append(bytes[query])
        }
    }
}

extension UnsafeRawBufferPointer {
    /// No bytes.
    @inlinable
    public static var empty: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
}
