public import GatewayAudit
public import GatewayIdentity
internal import GatewayJSON

/// What goes to a receiver: a record, or something that the forwarding says of itself.
public struct SIEMMessage: Hashable, Sendable {
    /// A record's type, or a `NoticeKind`.
    public let type: String
    public let severity: Severity
    public let time: UnixTime
    public let host: String
    /// What it is, in words.
    public let title: String
    /// Names and values in their order.
    public let fields: [Field]
    /// One JSON object without a line end: of a record the bytes that its hash was made over.
    public let line: [UInt8]
    /// The number of the record that this receiver was sent before; `nil`: no record.
    public let after: UInt64?

    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: JSONValue
    }

    /// A record; `nil` when the line is none.
    ///
    /// - Parameter title: the words for its type.
    public init?(
        line: UnsafeRawBufferPointer, after: UInt64, title: (_ type: String) -> String
    ) {
        guard let record = ParsedRecord(line: line), let type = record.text(.type), let time = record.time else {
            return nil
        }
        self.type = type
        severity = record.text(.severity).flatMap(Severity.init) ?? .notice
        self.time = time
        host = record.text(.host) ?? ""
        self.title = title(type)
        fields = record.members.map { Field(name: $0.name, value: $0.value) }
        self.line = Array(line)
        self.after = after
    }

    /// What the forwarding says of itself. None of it is in the trail.
    public enum NoticeKind: String, CaseIterable, Sendable {
        /// Every minute, so that silence is told from having nothing to say.
        case heartbeat = "siem_heartbeat"
        /// Records were deleted before they could be sent.
        case gap = "siem_gap"
        /// The trail that the receiver had records of was set aside; another begins.
        case restart = "siem_restart"
        /// An administrator tries the way.
        case test = "siem_test"

        fileprivate var severity: Severity {
            switch self {
            case .heartbeat: .info
            case .test: .notice
            case .restart: .error
            case .gap: .critical
            }
        }

        public func title(in language: Language) -> String {
            switch (self, language) {
            case (.heartbeat, .korean): "기록 전송 정상"
            case (.heartbeat, .english): "Records are being forwarded"
            case (.gap, .korean): "기록 누락: 전송 전에 삭제됨"
            case (.gap, .english): "Records are missing: deleted before they were sent"
            case (.restart, .korean): "새 접속기록 시작"
            case (.restart, .english): "Another trail begins"
            case (.test, .korean): "시험 메시지"
            case (.test, .english): "Test message"
            }
        }
    }

    /// - Parameter numbers: `last_seq` and the like.
    public init(
        _ notice: NoticeKind, at time: UnixTime, host: String, in language: Language, _ numbers: [(String, UInt64)]
    ) {
        type = notice.rawValue
        severity = notice.severity
        self.time = time
        self.host = host
        title = notice.title(in: language)
        var fields = [
            Field(name: "ts", value: .string(RFC3339.string(time))), Field(name: "type", value: .string(type)),
            Field(name: "severity", value: .string(severity.rawValue)), Field(name: "host", value: .string(host)),
        ]
        fields += numbers.map { Field(name: $0.0, value: .integer(Int(clamping: $0.1))) }
        self.fields = fields
        line =
            JSON.object(
                fields.map { field in
                    switch field.value {
                    case .integer(let number): JSON.Member(name: field.name, value: .number(number))
                    case .string(let text): JSON.Member(name: field.name, value: .string(VisibleText.of(text)))
                    case .array, .object: JSON.Member(name: field.name, value: .null)
                    }
                }
            ).bytes
        after = nil
    }

    /// The value as one text: lists by their words with commas, of what was proved the kinds, of approvals the names, of grants the ids; `nil` for what
    /// has no such form.
    static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .array(let items):
            items.map { item -> String? in
                guard case .object(let members) = item else { return text(item) }
                let telling = members.first { $0.name == "kind" || $0.name == "name" }
                return (telling ?? members.first { $0.name == "id" }).flatMap { text($0.value) }
            }.compactMap(\.self).joined(separator: ",")
        case .object: nil
        }
    }

    func text(_ field: RecordField) -> String? {
        fields.first { $0.name == field.rawValue }.flatMap { Self.text($0.value) }
    }
}
