internal import CNghttp2

/// The fields of one HEADERS frame as nghttp2 takes them: pointers into the text of a head, which nghttp2 copies, with
/// names in small letters, before the call that submits them returns.
struct FieldBlock {
    private let fields: UnsafeMutableBufferPointer<nghttp2_nv>
    private(set) var count = 0

    /// Fields of a head we wrote; the reader of heads lets through fewer.
    private static let capacity = 192

    /// Lends a block for the length of `body`.
    static func with<Result>(_ body: (inout FieldBlock) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: capacity) { fields in
            var block = FieldBlock(fields: fields)
            return body(&block)
        }
    }

    private init(fields: UnsafeMutableBufferPointer<nghttp2_nv>) { self.fields = fields }

    var start: UnsafePointer<nghttp2_nv>? { UnsafePointer(fields.baseAddress) }

    /// - Parameter isSecret: never to be kept in a table of HPACK, here or by whoever passes it on (RFC 7541 § 7.1.3).
    /// - Returns: whether there was room.
    @inline(__always)
    mutating func append(_ name: FieldBytes, _ value: FieldBytes, isSecret: Bool = false) -> Bool {
        guard count < fields.count else { return false }
        fields.initializeElement(
            at: count,
            to: nghttp2_nv(
                name: UnsafeMutablePointer(mutating: name.baseAddress),
                value: UnsafeMutablePointer(mutating: value.baseAddress),
                namelen: name.count, valuelen: value.count,
                flags: UInt8((isSecret ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE).rawValue)))
        count += 1
        return true
    }

    mutating func append(_ name: StaticString, _ value: FieldBytes) -> Bool {
        append(FieldBytes(name), value)
    }

    mutating func append(_ name: StaticString, _ value: StaticString) -> Bool {
        append(name, FieldBytes(value))
    }
}
