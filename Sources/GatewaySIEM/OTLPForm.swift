internal import GatewayAudit
public import GatewayIdentity
internal import GatewayJSON

/// Records as an OpenTelemetry `ExportLogsServiceRequest` in JSON (OTLP 1.x, "JSON Protobuf Encoding"): 64-bit numbers as text.
public struct OTLPForm: Hashable, Sendable {
    private let resource: JSON
    private let scope: JSON

    public init(host: String, version: String) {
        resource = [
            "attributes": .array([
                Self.attribute("service.name", .string("gwanmun")), Self.attribute("service.version", .string(version)),
                Self.attribute("host.name", .string(host)),
            ])
        ]
        scope = ["name": "gwanmun.audit", "version": .string(version)]
    }

    public func request(_ messages: [SIEMMessage], observedAt now: UnixTime) -> [UInt8] {
        let records = messages.map { record($0, observedAt: now) }
        let scoped: JSON = ["scope": scope, "logRecords": .array(records)]
        let logs: JSON = ["resource": resource, "scopeLogs": .array([scoped])]
        return (["resourceLogs": .array([logs])] as JSON).bytes
    }

    private func record(_ message: SIEMMessage, observedAt now: UnixTime) -> JSON {
        let (number, text) = message.severity.openTelemetry
        var attributes = [Self.attribute("event.name", .string("gwanmun." + message.type))]
        attributes += message.fields.map { Self.attribute("gwanmun." + $0.name, $0.value) }
        if let after = message.after {
            attributes.append(Self.attribute("gwanmun.after", .integer(Int(clamping: after))))
        }
        var members: [JSON.Member] = [
            .init(name: "timeUnixNano", value: .string(Self.nanoseconds(message.time))),
            .init(name: "observedTimeUnixNano", value: .string(Self.nanoseconds(now))),
            .init(name: "severityNumber", value: .number(number)), .init(name: "severityText", value: .string(text)),
            .init(name: "body", value: ["stringValue": .string(message.title)]),
            .init(name: "attributes", value: .array(attributes)),
        ]
        // In hexadecimal, unlike other bytes.
        if let trace = message.text(.traceID) { members.append(.init(name: "traceId", value: .string(trace))) }
        return .object(members)
    }

    private static func nanoseconds(_ time: UnixTime) -> String { "\(time.milliseconds)000000" }

    private static func attribute(_ key: String, _ value: JSONValue) -> JSON {
        ["key": .string(key), "value": any(value)]
    }

    /// `AnyValue`
    private static func any(_ value: JSONValue) -> JSON {
        switch value {
        case .string(let text): ["stringValue": .string(VisibleText.of(text))]
        case .integer(let number): ["intValue": .string(String(number))]
        case .array(let items): ["arrayValue": ["values": .array(items.map(any))]]
        case .object(let members):
            ["kvlistValue": ["values": .array(members.map { attribute($0.name, $0.value) })]]
        }
    }
}

extension Severity {
    /// SeverityNumber of the logs data model: 9 INFO, 10 INFO2, 13 WARN, 17 ERROR, 21 FATAL.
    fileprivate var openTelemetry: (Int, String) {
        switch self {
        case .info: (9, "INFO")
        case .notice: (10, "NOTICE")
        case .warning: (13, "WARN")
        case .error: (17, "ERROR")
        case .critical: (21, "CRITICAL")
        }
    }
}
