internal import GatewayAudit
internal import GatewayIdentity

/// One record as a review sees it: its fields as text, found where they lie.
struct RecordLine {
    let scanner: RecordScanner
    let line: UnsafeRawBufferPointer
    let time: UnixTime
    /// Its type, which may be newer than this program.
    let type: String

    func text(_ field: RecordField) -> String? { scanner.text(field, of: line) }

    func number(_ field: RecordField) -> Int? {
        scanner.value(field, of: line).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// A list of texts.
    func list(_ field: RecordField) -> [String] {
        guard let value = scanner.value(field, of: line) else { return [] }
        return Self.texts(in: String(decoding: value, as: UTF8.self))
    }

    /// Names are ASCII without quotes and backslashes: `["staff","auditor"]`.
    private static func texts(in value: String) -> [String] {
        value.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// The names of approvals that ran when it was decided, out of all that the person had: `[{"name":"…","from":"…","to":"…"}]`.
    var approvals: [String] {
        guard let value = scanner.value(.approvals, of: line), case .array(let items)? = JSONValue(of: value) else {
            return []
        }
        return items.compactMap { item in
            guard let name = item.text("name"), let from = item.text("from").flatMap(RFC3339.parse),
                let to = item.text("to").flatMap(RFC3339.parse), from <= time, time < to
            else { return nil }
            return name
        }
    }

    /// `nil`: it is about no request.
    var request: RequestRecord? { RequestRecord(scanner, of: line, type: type, time: time) }

    /// Whether this is a record of a decision, maybe a further one of a request: at consoles that record it apart, the outcome says `earlier`.
    var isDecision: Bool {
        (type == RecordType.decision.rawValue || type == RecordType.access.rawValue)
            && text(.inputs) != InputsWord.earlier.rawValue
    }

    var isOutcome: Bool { type == RecordType.access.rawValue }

    /// Who did it, as people name them.
    var actor: String { text(.account) ?? number(.localUser).map { "uid:\($0)" } ?? "-" }
}

/// Scans lines for reviews.
struct RecordLines: Sendable {
    private var scanner = RecordScanner(
        RequestRecord.fields + [
            .sequence, .time, .type, .outcome, .account, .roles, .localUser, .sessionHash, .sourceAddress,
            .statedReason, .upstream, .grade, .method, .path, .action, .bytesOut, .rule, .approvals, .cause, .change,
            .object, .objectType, .recipient, .request, .lost, .until,
        ])

    /// - Returns: `nil` for what is no record.
    mutating func read(_ line: UnsafeRawBufferPointer) -> RecordLine? {
        guard scanner.scan(line), let type = scanner.text(.type, of: line),
            let time = scanner.text(.time, of: line).flatMap(RFC3339.parse)
        else { return nil }
        return RecordLine(scanner: scanner, line: line, time: time, type: type)
    }
}

extension JSONValue {
    /// A member that is text.
    fileprivate func text(_ name: String) -> String? {
        guard case .object(let members) = self,
            case .string(let text)? = members.first(where: { $0.name == name })?.value
        else { return nil }
        return text
    }
}
