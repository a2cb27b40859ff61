internal import NIOCore

/// Writes the request that arrives in fields as HTTP/1.1 would have written it (RFC 9113 § 8.3.1).
///
/// The pseudo fields come first: they wait in `pseudo` until the first other field has the request line written.
struct RequestHeadText {
    /// The pseudo fields of a request, as ranges of `pseudo`.
    private struct PseudoFields {
        var method: Range<Int>?
        var scheme: Range<Int>?
        var authority: Range<Int>?
        var path: Range<Int>?
        var webSocketProtocol: Range<Int>?

        /// - Returns: whether the name is known, and the first of its kind.
        mutating func fill(_ name: FieldBytes, with range: Range<Int>) -> Bool {
            switch name.count {
            case 5 where FieldGrammar.equals(name, ":path"): Self.fill(&path, with: range)
            case 7 where FieldGrammar.equals(name, ":method"): Self.fill(&method, with: range)
            case 7 where FieldGrammar.equals(name, ":scheme"): Self.fill(&scheme, with: range)
            case 9 where FieldGrammar.equals(name, ":protocol"): Self.fill(&webSocketProtocol, with: range)
            case 10 where FieldGrammar.equals(name, ":authority"): Self.fill(&authority, with: range)
            default: false
            }
        }

        private static func fill(_ field: inout Range<Int>?, with range: Range<Int>) -> Bool {
            defer { field = range }
            return field == nil
        }
    }

    private var text = HeadText()
    private var pseudo = ByteBuffer()
    private var cookies = ByteBuffer()
    private var fields = PseudoFields()
    private var hasRequestLine = false
    private var hasHost = false
    private var hasLength = false
    private var isMalformed = false
    private(set) var isWebSocket = false

    mutating func begin() {
        text.begin()
        pseudo.clear()
        cookies.clear()
        fields = PseudoFields()
        hasRequestLine = false
        hasHost = false
        hasLength = false
        isMalformed = false
        isWebSocket = false
    }

    /// Lets go of all storage.
    mutating func release() { self = RequestHeadText() }

    /// Takes a field. What is wrong with it is told at the end, when the stream can be reset for it.
    mutating func take(_ name: FieldBytes, _ value: FieldBytes) {
        if name.first == UInt8(ascii: ":") {
            takePseudo(name, value)
        } else {
            if !hasRequestLine { writeRequestLine() }
            takeField(name, value)
        }
    }

    /// - Parameter key: asked for if the request opens a WebSocket.
    /// - Returns: the head with its empty line, or `nil` for a malformed request (RFC 9113 § 8.1.1).
    mutating func finish(endsStream: Bool, key: () -> WebSocketKey) -> ByteBuffer? {
        if !hasRequestLine { writeRequestLine() }
        guard !isMalformed, hasHost else { return nil }
        if cookies.readableBytes > 0 {
            text.append("cookie: ")
            text.append(&cookies)
            text.append("\r\n")
        }
        if isWebSocket {
            text.append("connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: ")
            key().text.withUnsafeBufferPointer { text.append($0) }
            text.append("\r\n")
        } else if !endsStream, !hasLength {
            text.append("transfer-encoding: chunked\r\n")
        }
        return text.end()
    }

    private mutating func takePseudo(_ name: FieldBytes, _ value: FieldBytes) {
        guard !hasRequestLine, FieldGrammar.isWord(value) else { return isMalformed = true }
        let start = pseudo.writerIndex
        pseudo.writeBytes(UnsafeRawBufferPointer(value))
        let range = start..<pseudo.writerIndex
        if !fields.fill(name, with: range) { isMalformed = true }
    }

    /// `METHOD target HTTP/1.1` and `Host`. What has no place in HTTP/1.1 here becomes what its reader refuses: a
    /// CONNECT that opens no WebSocket keeps its name.
    private mutating func writeRequestLine() {
        hasRequestLine = true
        pseudo.withUnsafeReadableBytes { bytes in
            let bytes = bytes.bindMemory(to: UInt8.self)
            func lent(_ range: Range<Int>) -> FieldBytes { FieldBytes(rebasing: bytes[range]) }
            let authority = fields.authority.map(lent)
            guard let method = fields.method.map(lent) else { return isMalformed = true }
            if !FieldGrammar.equals(method, "CONNECT") {
                guard let path = wholePath(lent), fields.webSocketProtocol == nil else { return isMalformed = true }
                text.appendRequest(method, path, host: authority)
            } else if let name = fields.webSocketProtocol.map(lent), FieldGrammar.equals(name, "websocket") {
                guard let path = wholePath(lent), authority != nil else { return isMalformed = true }
                isWebSocket = true
                text.appendRequest(FieldBytes("GET"), path, host: authority)
            } else {
                guard let authority else { return isMalformed = true }
                text.appendRequest(method, authority, host: authority)
            }
            hasHost = authority != nil
        }
    }

    /// The path of a request for `https`: the one scheme that is served here.
    private func wholePath(_ lent: (Range<Int>) -> FieldBytes) -> FieldBytes? {
        guard let scheme = fields.scheme, FieldGrammar.equals(lent(scheme), "https") else { return nil }
        return fields.path.map(lent)
    }

    private mutating func takeField(_ name: FieldBytes, _ value: FieldBytes) {
        guard FieldGrammar.isName(name), FieldGrammar.isValue(value) else { return isMalformed = true }
        switch name.count {
        case 4 where FieldGrammar.equals(name, "host"):
            if hasHost { return requireSameHost(value) }
            hasHost = true
        case 6 where FieldGrammar.equals(name, "cookie"):
            // RFC 9113 § 8.2.3: crumbs are one field again before they leave HTTP/2.
            if cookies.readableBytes > 0 { cookies.writeStaticString("; ") }
            cookies.writeBytes(UnsafeRawBufferPointer(value))
            return
        case 14 where FieldGrammar.equals(name, "content-length"): hasLength = true
        case 17 where isWebSocket && FieldGrammar.equals(name, "sec-websocket-key"): return
        case _ where FieldGrammar.isOfConnection(name): return isMalformed = true
        default: break
        }
        text.appendField(name, value)
    }

    /// A second `host` must say what `:authority`, or the first, says; it is not written again.
    private mutating func requireSameHost(_ value: FieldBytes) {
        guard let authority = fields.authority else { return isMalformed = true }
        pseudo.withUnsafeReadableBytes { bytes in
            let known = FieldBytes(rebasing: bytes.bindMemory(to: UInt8.self)[authority])
            if !FieldGrammar.sameHost(known, value) { isMalformed = true }
        }
    }
}
