internal import GatewayAudit
internal import GatewayIdentity

/// A message of the syslog protocol (RFC 5424) for each record, counted as a stream carries it (RFC 5425 § 4.3).
///
///     <84>1 2026-11-22T10:00:00.123+09:00 gw01 gwanmun 4242 lock [gwanmun@32473 account="kim-7f3a" seq="8812"] Lock
public struct SyslogForm: Hashable, Sendable {
    public enum Payload: String, CaseIterable, Sendable {
        /// The record's fields as structured data, and words.
        case rfc5424
        /// Behind the structured data of the sequence: a line of CEF.
        case cef
        /// The record as it stands in the trail.
        case json
    }

    /// § 6.2.1: security and authorization messages.
    private static let facility = 10
    /// RFC 5425 § 4.3.1: what receivers should be able to take. A record as it stands may be longer.
    static let longest = 8192

    private let payload: Payload
    private let element: String
    private let process: String
    private let cef: CEFForm

    /// - Parameters:
    ///   - enterprise: the private enterprise number of the site (IANA); 32473 is the one for examples.
    ///   - process: of the node.
    public init(_ payload: Payload, enterprise: Int, process: Int32, version: String) {
        self.payload = payload
        element = "gwanmun@\(enterprise)"
        self.process = String(process)
        cef = CEFForm(version: version)
    }

    public func frame(_ message: SIEMMessage) -> [UInt8] {
        let bytes = bytes(message)
        return Array("\(bytes.count) ".utf8) + bytes
    }

    public func bytes(_ message: SIEMMessage) -> [UInt8] {
        let head = head(message)
        switch payload {
        case .json:
            return Array((head + "[\(element)\(Self.parameters(sequence(message)))] ").utf8) + message.line
        case .cef:
            return Array((head + "[\(element)\(Self.parameters(sequence(message)))] ").utf8) + cef.bytes(message)
        case .rfc5424:
            let text = " " + Self.marked(VisibleText.of(message.title))
            // Long values are cut until it fits; the record as it stands is on the node.
            for limit in [4096, 512, 96, 24] {
                let bytes = Array((head + "[\(element)\(Self.parameters(all(message, limit)))]" + text).utf8)
                if bytes.count <= Self.longest { return bytes }
            }
            return Array((head + "[\(element)\(Self.parameters(sequence(message)))]" + text).utf8)
        }
    }

    private func head(_ message: SIEMMessage) -> String {
        let priority = Self.facility * 8 + message.severity.syslogCode
        return [
            "<\(priority)>1", RFC3339.string(message.time), VisibleText.word(message.host, 255), "gwanmun",
            process, VisibleText.word(message.type, 32), "",
        ].joined(separator: " ")
    }

    /// What tells a receiver whether records are missing.
    private func sequence(_ message: SIEMMessage) -> [(String, String)] {
        var parameters: [(String, String)] = []
        if let sequence = message.text(.sequence) { parameters.append(("seq", sequence)) }
        if let after = message.after { parameters.append(("after", String(after))) }
        if let event = message.text(.eventID) { parameters.append(("event_id", event)) }
        return parameters
    }

    private func all(_ message: SIEMMessage, _ limit: Int) -> [(String, String)] {
        var parameters: [(String, String)] = []
        var isCut = false
        for field in message.fields {
            guard !Self.inHead.contains(field.name), let text = SIEMMessage.text(field.value) else { continue }
            let value = VisibleText.cut(text, to: limit)
            isCut = isCut || value.utf8.count < text.utf8.count
            parameters.append((field.name, value))
        }
        if let after = message.after { parameters.append(("after", String(after))) }
        if isCut { parameters.append(("cut", "1")) }
        return parameters
    }

    private static let inHead: Set<String> = ["ts", "type", "host"]

    /// § 6.3.3: `"`, `\` and `]` are escaped by `\`.
    private static func parameters(_ parameters: [(String, String)]) -> String {
        var text = ""
        for (name, value) in parameters {
            text += " " + VisibleText.word(name, 32, without: "=]\"") + "=\""
            for scalar in VisibleText.of(value).unicodeScalars {
                if scalar == "\"" || scalar == "\\" || scalar == "]" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            }
            text += "\""
        }
        return text
    }

    /// § 6.4: text in UTF-8 begins with a byte order mark; ASCII needs none.
    private static func marked(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : "\u{FEFF}" + text
    }
}
