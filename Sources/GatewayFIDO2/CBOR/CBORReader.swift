internal import CFIDO2

/// Reads items one after another. libcbor's streaming decoder reads each head, and allocates nothing; what they build is bounded here, by the
/// bytes that are there and by the depth.
public struct CBORReader {
    /// CTAP 2.1 section 8: "The depth of nested CBOR structures ... is limited to at most four levels".
    public static let depthLimit = 4

    private let source: [UInt8]
    /// Where the next item begins.
    public private(set) var offset = 0

    public init(_ source: [UInt8]) { self.source = source }

    /// The one item that `source` is.
    public static func item(in source: [UInt8]) throws(CBORProblem) -> CBOR {
        var reader = CBORReader(source)
        let item = try reader.next()
        guard reader.isAtEnd else { throw reader.problem(.trailing) }
        return item
    }

    public var isAtEnd: Bool { offset == source.count }

    /// The item at `offset`, which moves behind it.
    public mutating func next() throws(CBORProblem) -> CBOR { try item(depth: 0) }

    private mutating func item(depth: Int) throws(CBORProblem) -> CBOR {
        let start = offset
        switch try head() {
        case .unsigned(let value): return .unsigned(value)
        case .negative(let value): return .negative(value)
        case .bool(let value): return .bool(value)
        case .null: return .null
        case .bytes(let bytes): return .bytes(bytes)
        case .text(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CBORProblem(kind: .notUTF8, offset: start)
            }
            return .text(text)
        case .array(let count):
            guard depth < Self.depthLimit else { throw CBORProblem(kind: .tooDeep, offset: start) }
            return .array(try items(count, depth: depth + 1))
        case .map(let count):
            guard depth < Self.depthLimit else { throw CBORProblem(kind: .tooDeep, offset: start) }
            return .map(try entries(count, depth: depth + 1))
        case .foreign: throw CBORProblem(kind: .foreign, offset: start)
        }
    }

    private mutating func items(_ count: UInt64, depth: Int) throws(CBORProblem) -> [CBOR] {
        // An item takes a byte at least, so a count that the bytes cannot hold ends here and not in an allocation.
        guard count <= UInt64(source.count - offset) else { throw problem(.truncated) }
        var items: [CBOR] = []
        for _ in 0..<count { items.append(try item(depth: depth)) }
        return items
    }

    private mutating func entries(_ count: UInt64, depth: Int) throws(CBORProblem) -> [CBOR.Entry] {
        guard count <= UInt64((source.count - offset) / 2) else { throw problem(.truncated) }
        var entries: [CBOR.Entry] = []
        var keys: Set<CBOR> = []
        for _ in 0..<count {
            let keyAt = offset
            let key = try item(depth: depth)
            guard keys.insert(key).inserted else { throw CBORProblem(kind: .repeatedKey, offset: keyAt) }
            let valueAt = offset
            let value = try item(depth: depth)
            entries.append(
                .init(
                    key: key, value: value, encodedKey: Array(source[keyAt..<valueAt]),
                    encodedValue: Array(source[valueAt..<offset])))
        }
        return entries
    }

    /// One head, with the contents of a string behind it.
    private mutating func head() throws(CBORProblem) -> CBORToken {
        var token: CBORToken?
        var callbacks = CBORToken.callbacks
        let result = source.withUnsafeBytes { bytes in
            withUnsafeMutablePointer(to: &token) { token in
                cbor_stream_decode(
                    bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self), bytes.count - offset,
                    &callbacks, token)
            }
        }
        guard result.status == CBOR_DECODER_FINISHED, let token else {
            throw problem(result.status == CBOR_DECODER_NEDATA ? .truncated : .malformed)
        }
        guard token.shortestSize.map({ $0 == result.read }) ?? true else { throw problem(.wasteful) }
        offset += result.read
        return token
    }

    private func problem(_ kind: CBORProblem.Kind) -> CBORProblem { CBORProblem(kind: kind, offset: offset) }
}
