/// Text from outside in a form that a receiver's framing cannot stumble over: what ends lines, reorders or hides text is written as `\u000a`.
///
/// The same characters as in the trail; a value read from a record has them back, so they are taken out again here.
enum VisibleText {
    static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: hides) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if hides(scalar) { out.append(contentsOf: spelled(scalar)) } else { out.append(scalar) }
        }
        return String(out)
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        let digits = String(scalar.value, radix: 16)
        return ("\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits).unicodeScalars
    }

    /// Controls, and what Unicode has for direction, joining and invisible text.
    static func hides(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    /// At most so many bytes of UTF-8, whole characters.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var out = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= limit else { break }
            out.append(scalar)
        }
        return String(out)
    }

    /// Printable ASCII without spaces and without `other`; `-` for nothing (RFC 5424 § 6).
    static func word(_ text: String, _ longest: Int, without other: String = "\"\\]") -> String {
        let kept = text.utf8.filter { (0x21...0x7E).contains($0) && !other.utf8.contains($0) }.prefix(longest)
        return kept.isEmpty ? "-" : String(decoding: kept, as: UTF8.self)
    }
}
