internal import FoundationEssentials
public import GatewayIdentity

/// One message to one person (RFC 5322), text alone, in UTF-8 (RFC 2045), as the sendmail interface takes it: lines end
/// in a line feed, the recipient is the one of the field `To`.
///
/// Whatever the texts hold, the fields are these and no others: free text goes through base64, addresses are
/// `MailAddress`, the rest is made here.
public struct MailMessage: Hashable, Sendable {
    public let from: MailAddress
    /// The sender's name as mail programs show it.
    public let sender: String
    public let to: MailAddress
    public let subject: String
    public let body: String
    public let language: Language
    public let at: UnixTime
    /// Names the message, the same at every attempt: letters, digits, `-` and `.`; anything else is left out.
    public let id: String

    public init(
        from: MailAddress, sender: String, to: MailAddress, subject: String, body: String, language: Language,
        at: UnixTime, id: String
    ) {
        self.from = from
        self.sender = sender
        self.to = to
        self.subject = subject
        self.body = body
        self.language = language
        self.at = at
        self.id = id
    }

    public var bytes: [UInt8] { Array((fields + [""] + bodyLines).map { $0 + "\n" }.joined().utf8) }

    private var fields: [String] {
        let name = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
        return [
            "From: \(quotedSender) <\(from)>",
            "To: <\(to)>",
            "Subject: \(EncodedWords(subject).folded)",
            "Date: \(MailDate(at).text)",
            "Message-ID: <\(name)@\(from.domain)>",
            // RFC 3834 § 5: nobody's absence note answers it.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Language: \(language.rawValue)",
            "Content-Transfer-Encoding: base64",
        ]
    }

    /// RFC 5322 § 3.4: a display name of ASCII is a quoted string, any other is encoded words.
    private var quotedSender: String {
        let words = EncodedWords(sender).folded
        guard words == sender else { return words }
        return "\"\(sender.filter { $0 != "\"" && $0 != "\\" })\""
    }

    /// RFC 2045 § 6.8: lines of 76 characters. None begins with a full stop.
    private var bodyLines: [String] {
        let text = Data(body.utf8).base64EncodedString()
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(76)))
            rest = rest.dropFirst(76)
        }
        return lines
    }
}

/// `Sun, 22 Nov 2026 17:31:05 +0900` (RFC 5322 § 3.3), in Korean time.
struct MailDate {
    let text: String

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    init(_ time: UnixTime) {
        let local = CivilTime(time, offsetMinutes: RFC3339.koreaOffsetMinutes)
        let clock = [local.hour, local.minute, local.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        text =
            "\(Self.days[local.weekday - 1]), \(local.day) \(Self.months[local.month - 1]) \(local.year) "
            + clock.joined(separator: ":") + " +0900"
    }
}
