internal import COpenSSL

/// Why OpenSSL refused to go on: its queue of reasons, oldest first, with nothing of the data that caused them.
public struct TLSFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done, as a noun: "handshake", "reading", "private key /etc/gwanmun/gate.key".
    public let activity: String
    public let reasons: [String]

    public init(activity: String, reasons: [String]) {
        self.activity = activity
        self.reasons = reasons
    }

    /// Both sides could not agree on a version or a cipher suite: OpenSSL's words for our own verdict and for the other's alert.
    public var concernsProtocol: Bool {
        reasons.contains { reason in Self.protocolProblems.contains { reason.contains($0) } }
    }

    private static let protocolProblems = [
        "unsupported protocol", "wrong version number", "alert protocol version", "no shared cipher",
        "alert handshake failure",
        "alert insufficient security",
    ]

    public var description: String {
        activity + ": " + (reasons.isEmpty ? "failed without a reason from OpenSSL" : reasons.joined(separator: "; "))
    }

    /// Drains this thread's OpenSSL error queue.
    static func drainingQueue(_ activity: String) -> TLSFailure {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            if let text = ERR_reason_error_string(code) {
                reasons.append(String(cString: text))
            } else {
                reasons.append("error 0x" + String(code, radix: 16))
            }
        }
        return .init(activity: activity, reasons: reasons)
    }
}
