internal import NIOCore

/// Writes the answer that arrives in fields as HTTP/1.1 would have written it (RFC 9113 § 8.3.2).
struct ResponseHeadText {
    private var text = HeadText()
    private var status: Int?
    private var hasLength = false
    private var isMalformed = false

    /// 1xx: the answer proper is still to come.
    var isInterim: Bool { status.map { $0 < 200 } ?? false }

    mutating func begin() {
        text.begin()
        status = nil
        hasLength = false
        isMalformed = false
    }

    /// Lets go of all storage.
    mutating func release() { self = ResponseHeadText() }

    mutating func take(_ name: FieldBytes, _ value: FieldBytes) {
        if name.first == UInt8(ascii: ":") {
            takeStatus(name, value)
            return
        }
        guard status != nil, FieldGrammar.isName(name), FieldGrammar.isValue(value), !FieldGrammar.isOfConnection(name)
        else { return isMalformed = true }
        if FieldGrammar.equals(name, "content-length") { hasLength = true }
        text.appendField(name, value)
    }

    /// - Parameter hasNoBody: the answer to HEAD, whatever its fields say.
    /// - Returns: the head with its empty line, or `nil` for a malformed answer (RFC 9113 § 8.1.1).
    mutating func finish(endsStream: Bool, hasNoBody: Bool) -> ByteBuffer? {
        guard let status, !isMalformed, !(isInterim && endsStream) else { return nil }
        // HTTP/1.1 would read an answer that says nothing of its length as one that ends with the connection.
        if !isInterim, !hasLength, !hasNoBody, status != 204, status != 304 {
            text.append(endsStream ? "content-length: 0\r\n" : "transfer-encoding: chunked\r\n")
        }
        return text.end()
    }

    private mutating func takeStatus(_ name: FieldBytes, _ value: FieldBytes) {
        guard status == nil, FieldGrammar.equals(name, ":status"), value.count == 3, value.allSatisfy(isDigit) else {
            return isMalformed = true
        }
        // 101 has no meaning in HTTP/2 (RFC 9113 § 8.6).
        let number = value.reduce(0) { $0 * 10 + Int($1 & 15) }
        guard (100..<600).contains(number), number != 101 else { return isMalformed = true }
        status = number
        text.append("HTTP/1.1 ")
        text.append(value)
        text.append(" \r\n")
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
