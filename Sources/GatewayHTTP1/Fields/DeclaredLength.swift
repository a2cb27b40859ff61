/// What the framing fields of a head say, before the rules of requests and responses are laid on it (RFC 9112 § 6).
enum DeclaredLength: Hashable {
    case none
    case length(UInt64)
    case chunked

    /// Refuses everything on which two readers could differ: both fields, a field twice, a list, a sign, an empty
    /// number, a leading zero, an overflow, a tab beside the value, any coding but one `chunked`, any coding in HTTP/1.0.
    init(of fields: HeadFields, version: HTTPVersion, in bytes: UnsafeRawBufferPointer) throws(HeadProblem) {
        let hasLength = fields.present.contains(.contentLength)
        guard let encoding = fields.first(.transferEncoding) else {
            self = hasLength ? .length(try Self.contentLength(of: fields, in: bytes)) : .none
            return
        }
        if hasLength { throw .contentLengthWithTransferEncoding }
        if version == .http10 { throw .transferEncodingInHTTP10 }
        guard !fields.repeated.contains(.transferEncoding), !encoding.hasTabBesideValue(in: bytes),
            bytes.spells("chunked", at: encoding.value)
        else { throw .transferEncodingRefused }
        self = .chunked
    }

    private static func contentLength(
        of fields: HeadFields, in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) -> UInt64 {
        if fields.repeated.contains(.contentLength) { throw .contentLengthRepeated }
        guard let field = fields.first(.contentLength), !field.hasTabBesideValue(in: bytes),
            let length = decimal(field.value, in: bytes)
        else { throw .contentLengthMalformed }
        return length
    }

    /// A number written the one canonical way, at most 2^63 - 1.
    private static func decimal(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard (1...19).contains(range.count) else { return nil }
        if range.count > 1, bytes[range.start] == ASCII.zero { return nil }
        var number: UInt64 = 0  // 19 digits are less than 2^64
        for index in range.start..<range.end {
            guard let digit = ASCII.digitValue(bytes[index]) else { return nil }
            number = number &* 10 &+ UInt64(digit)
        }
        return number <= UInt64(Int64.max) ? number : nil
    }
}
