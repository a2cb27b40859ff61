/// What the lines mean together: every rule that needs more than one line, or the value of a known field.
extension RequestHead {
    /// Sets everything but `fields`, which must be filled.
    mutating func understand(
        _ line: RequestLine, length: Int, in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) {
        self.length = length
        version = line.version
        methodRange = line.method
        method = try Self.method(line.method, in: bytes)
        host = try authority(in: bytes)
        target = try understoodTarget(line, in: bytes)
        if !fields.repeatsNothing(of: .onceInRequest) { throw .fieldRepeated }
        body = try understoodBody(in: bytes)
        let options = try ConnectionOptions.read(from: &fields, in: bytes)
        switch version {
        case .http11: keepsAlive = !options.close
        case .http10: keepsAlive = options.keepAlive && !options.close
        }
        expectsContinue = try understoodExpectation(in: bytes)
        acceptsTrailers = fields.first(.te).map { bytes.spells("trailers", at: $0.value) } ?? false
        offersWebSocket = options.upgrade ? try understoodWebSocketOffer(in: bytes) : false
        traceID = fields.understandTrace(in: bytes)
    }

    private static func method(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) throws(HeadProblem)
        -> RequestMethod
    {
        switch range.count {
        case 3:
            if bytes.equals("GET", at: range) { return .get }
            if bytes.equals("PUT", at: range) { return .put }
        case 4:
            if bytes.equals("POST", at: range) { return .post }
            if bytes.equals("HEAD", at: range) { return .head }
        case 5:
            if bytes.equals("PATCH", at: range) { return .patch }
            // Its answer would show the client what the gateway tells the upstream alone.
            if bytes.equals("TRACE", at: range) { throw .methodNotImplemented }
        case 6:
            if bytes.equals("DELETE", at: range) { return .delete }
        case 7:
            if bytes.equals("OPTIONS", at: range) { return .options }
            if bytes.equals("CONNECT", at: range) { throw .targetFormRefused }
        default: break
        }
        return .other
    }

    @inline(__always)
    private func authority(in bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Authority? {
        guard let field = fields.first(.host) else {
            if version == .http11 { throw .hostMissing }
            return nil
        }
        if fields.repeated.contains(.host) { throw .hostRepeated }
        guard !field.hasTabBesideValue(in: bytes), let authority = Authority(field.value, in: bytes) else {
            throw .hostMalformed
        }
        return authority
    }

    @inline(__always)
    private func understoodTarget(
        _ line: RequestLine, in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) -> RequestTarget {
        let whole = line.target
        switch line.form {
        case .origin:
            guard let queryStart = line.queryStart else {
                return RequestTarget(form: .origin, whole: whole, path: whole, query: nil)
            }
            let path = ByteRange(whole.start, queryStart - 1)
            return RequestTarget(form: .origin, whole: whole, path: path, query: ByteRange(queryStart, whole.end))
        case .asterisk:
            guard method == .options else { throw .targetFormRefused }
            return RequestTarget(form: .asterisk, whole: whole, path: whole, query: nil)
        case .absolute:
            return try absoluteTarget(whole, in: bytes)
        }
    }

    /// `https://authority/path?query`. RFC 9112 § 3.2.2 lets the authority override `Host`; here the two must agree.
    private func absoluteTarget(
        _ whole: ByteRange, in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) -> RequestTarget {
        let scheme: StaticString = "https://"
        let start = whole.start + scheme.utf8CodeUnitCount
        guard bytes[whole].contains(ASCII.slash), start < whole.end else { throw .targetFormRefused }
        guard bytes.begins(with: scheme, at: whole.start) else { throw .targetAuthorityMismatch }
        let question = bytes.first(ASCII.question, from: start, to: whole.end)
        let authorityEnd = bytes.first(ASCII.slash, from: start, to: question)
        guard let host, bytes.spellsTheSame(ByteRange(start, authorityEnd), host.whole) else {
            throw .targetAuthorityMismatch
        }
        let path = ByteRange(authorityEnd, question)
        // The query's bytes were allowed so far; the path's class is narrower.
        guard bytes[path].allSatisfy(ByteClass.path.contains) else { throw .targetMalformed }
        let query = question < whole.end ? ByteRange(question + 1, whole.end) : nil
        return RequestTarget(form: .absolute, whole: whole, path: path, query: query)
    }

    @inline(__always)
    private func understoodBody(in bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> RequestBody {
        switch try DeclaredLength(of: fields, version: version, in: bytes) {
        case .none: .none
        case .length(let count): .length(count)
        case .chunked: .chunked
        }
    }

    /// RFC 9110 § 10.1.1: 100-continue is the one expectation there is; from an HTTP/1.0 client it is ignored.
    @inline(__always)
    private func understoodExpectation(in bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Bool {
        guard let field = fields.first(.expect) else { return false }
        guard bytes.spells("100-continue", at: field.value) else { throw .expectationUnknown }
        return version == .http11 && body != .none
    }
}

extension HeadFields {
    /// Whether none of `names` stands twice.
    func repeatsNothing(of names: FieldNameSet) -> Bool { repeated.isDisjoint(with: names) }
}

extension UnsafeRawBufferPointer {
    /// Whether `range` is `literal`, byte by byte.
    @inline(__always)
    func equals(_ literal: StaticString, at range: ByteRange) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard range.count == length else { return false }
        let expected = UnsafeRawPointer(literal.utf8Start)
        var index = 0
        while index &+ 8 <= length {
            let word = loadUnaligned(fromByteOffset: range.start &+ index, as: UInt64.self)
            if word != expected.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index &+= 8
        }
        while index < length {
            if self[range.start &+ index] != expected.load(fromByteOffset: index, as: UInt8.self) { return false }
            index &+= 1
        }
        return true
    }
}
