public import GatewayIdentity

/// A record as it stands in the trail, for search and display. Its names may be newer than this program, so it is text, not `AuditEvent`.
public struct ParsedRecord: Hashable, Sendable {
    public let members: [JSONValue.Member]

    init(members: [JSONValue.Member]) { self.members = members }

    /// - Parameter line: one line of a segment, without its LF; `nil` when it is not one JSON object.
    public init?(line: UnsafeRawBufferPointer) {
        guard let members = JSONReader.members(of: line) else { return nil }
        self.members = members
    }

    public subscript(field: RecordField) -> JSONValue? {
        members.first { $0.name == field.rawValue }?.value
    }

    /// The value of a field that holds text; `nil` when it is absent or holds something else.
    public func text(_ field: RecordField) -> String? {
        guard case .string(let text) = self[field] else { return nil }
        return text
    }

    public func integer(_ field: RecordField) -> Int? {
        guard case .integer(let number) = self[field] else { return nil }
        return number
    }

    public var sequence: Int? { integer(.sequence) }
    public var type: RecordType? { text(.type).flatMap(RecordType.init) }
    public var time: UnixTime? { text(.time).flatMap(RFC3339.parse) }
}
