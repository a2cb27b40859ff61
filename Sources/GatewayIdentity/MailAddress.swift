/// Where somebody reads mail: `local@domain`, in the narrow form that needs quoting nowhere.
///
/// The local part is a Dot-string and the domain host-name labels (RFC 5321 § 4.1.2, without quoted strings, address
/// literals and RFC 6531): no space, comma, angle bracket, line break or other character that means something in a
/// header field or to a program that reads one.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    /// Behind the `@`.
    public let domain: String

    /// `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count),
            parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isAtom),
            parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
        else { return nil }
        self.text = text
        domain = String(parts[1])
    }

    public var description: String { text }

    /// `ki***@example.kr`: enough for its owner to recognise.
    public var masked: String { text.prefix(2).prefix { $0 != "@" } + "***@" + domain }

    /// RFC 5322 § 3.2.3 `atext`, one or more. A leading hyphen could be taken for an option by a program.
    private static func isAtom(_ part: Substring) -> Bool {
        let special = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        return !part.isEmpty && part.first != "-"
            && part.utf8.allSatisfy { $0.isLetterOrDigit || special.contains($0) }
    }

    private static func isLabel(_ part: Substring) -> Bool {
        (1...63).contains(part.utf8.count) && part.first != "-" && part.last != "-"
            && part.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
