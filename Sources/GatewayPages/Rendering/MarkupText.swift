import Mustache

/// Escapes text for HTML, in element content and in quoted attribute values (WHATWG HTML § 13.3).
///
/// It works on scalars. The library's own HTML type works on `Character`s, so that a quote with a combining mark behind
/// it is not a quote to it and would end an attribute unescaped.
struct MarkupText: MustacheContentType {
    static let name = "MARKUP"

    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(isShown(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return String(escaped)
    }

    /// Control characters have no place in a page, and bidirectional overrides would let a name rewrite the words
    /// around it.
    private func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
