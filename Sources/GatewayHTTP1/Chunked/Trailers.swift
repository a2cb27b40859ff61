/// The trailer section of a chunked body (RFC 9110 § 6.5).
public struct Trailers: Sendable {
    /// The field lines and the empty line, as they came.
    public internal(set) var bytes: [UInt8] = []
    /// Ranges of `bytes`.
    public internal(set) var fields = HeadFields()

    init() {}

    /// - Parameter section: field lines and the empty line, as HTTP/2's trailers are once they are written out.
    public init(_ section: UnsafeRawBufferPointer, limits: HeadLimits = .trailers) throws(HeadProblem) {
        var reader = TrailerReader(limits: limits)
        var position = 0
        switch reader.take(section, at: &position) {
        case .complete: self = reader.trailers
        case .refused(let problem): throw problem
        case .needsMore: throw .fieldValueMalformed
        }
    }

    /// Writes the field lines that may travel on as trailers, each byte by byte, without the empty line.
    ///
    /// RFC 9110 § 6.5.1: nothing that frames, routes, authenticates, modifies the request or says how the content is
    /// to be read may come after it has been acted upon. Every name the gateway knows is dropped.
    public func write<Sink: ByteSink>(into sink: inout Sink) {
        bytes.withUnsafeBytes { bytes in
            for field in fields where field.name == .other && !Self.isForbidden(field.spelledName, in: bytes) {
                sink.append(bytes[field.line])
            }
        }
    }

    private static let forbiddenNames: [StaticString] = [
        "age", "expires", "max-forwards", "pragma", "retry-after", "vary", "warning", "www-authenticate",
    ]
    private static let forbiddenFamilies: [StaticString] = ["access-control-", "content-", "if-", "sec-"]

    private static func isForbidden(_ name: ByteRange, in bytes: UnsafeRawBufferPointer) -> Bool {
        forbiddenNames.contains { bytes.spells($0, at: name) }
            || forbiddenFamilies.contains { family in
                name.count >= family.utf8CodeUnitCount && bytes.begins(with: family, at: name.start)
            }
    }
}
