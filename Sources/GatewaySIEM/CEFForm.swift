internal import GatewayAudit
internal import GatewayIdentity

/// A line of ArcSight's Common Event Format (CEF:0). In the header `\` and `|` are escaped, in the extension `\`, `=` and line ends.
public struct CEFForm: Hashable, Sendable {
    private let version: String

    public init(version: String) { self.version = version }

    public func bytes(_ message: SIEMMessage) -> [UInt8] {
        let head = ["CEF:0", "Gwanmun", "Gwanmun", version, message.type, message.title, "\(message.severity.cef)"]
        return Array((head.map(Self.header).joined(separator: "|") + "|" + extensionText(message)).utf8)
    }

    private func extensionText(_ message: SIEMMessage) -> String {
        var pairs: [(String, String)] = [
            ("rt", String(message.time.milliseconds)), ("dvchost", message.host),
        ]
        for (key, field) in Self.keys {
            if let text = message.text(field) { pairs.append((key, text)) }
        }
        for (key, label, field) in Self.labelled {
            if let text = message.text(field) { pairs += [(key + "Label", label), (key, text)] }
        }
        if let after = message.after { pairs += [("cn2Label", "after"), ("cn2", String(after))] }
        return pairs.map { "\($0)=\(Self.value($1))" }.joined(separator: " ")
    }

    /// CEF's own keys.
    private static let keys: [(String, RecordField)] = [
        ("externalId", .eventID), ("suser", .account), ("suid", .localUser), ("spriv", .roles), ("src", .sourceAddress),
        ("dhost", .upstream), ("duser", .object), ("requestMethod", .method), ("request", .path),
        ("requestClientApplication", .userAgent), ("act", .action), ("outcome", .outcome), ("reason", .reason),
        ("cnt", .failures), ("in", .bytesIn), ("out", .bytesOut),
    ]

    /// Those it leaves to the sender, with what they mean.
    private static let labelled: [(String, String, RecordField)] = [
        ("cs1", "grade", .grade), ("cs2", "ruleId", .rule), ("cs3", "policySha256", .policy),
        ("cs4", "requestId", .requestID), ("cs5", "zone", .zone), ("cs6", "sessionHash", .sessionHash),
        ("cn1", "seq", .sequence), ("cn3", "status", .status), ("flexString1", "decision", .decision),
        ("flexString2", "change", .change),
    ]

    static func header(_ text: String) -> String {
        escaped(VisibleText.cut(text, to: 512)) { $0 == "|" || $0 == "\\" }
    }

    static func value(_ text: String) -> String {
        escaped(VisibleText.cut(text, to: 1023)) { $0 == "=" || $0 == "\\" }
    }

    private static func escaped(_ text: String, _ isSpecial: (Unicode.Scalar) -> Bool) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out.append(contentsOf: "\\n".unicodeScalars)
            case "\r": out.append(contentsOf: "\\r".unicodeScalars)
            case _ where VisibleText.hides(scalar):
                out.append(contentsOf: ("\\" + VisibleText.of(String(Character(scalar)))).unicodeScalars)
            case _:
                if isSpecial(scalar) { out.append("\\") }
                out.append(scalar)
            }
        }
        return String(out)
    }
}

extension Severity {
    /// 0 to 10.
    fileprivate var cef: Int {
        switch self {
        case .info: 2
        case .notice: 4
        case .warning: 6
        case .error: 8
        case .critical: 10
        }
    }
}
