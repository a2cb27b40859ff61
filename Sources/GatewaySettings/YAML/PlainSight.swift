/// What a settings file may hold: characters that a reader of the file sees where they stand.
///
/// Text that is reordered, hidden or mistaken for a space says one thing to whoever approves a policy and another to whoever reads it in
/// (CVE-2021-42574, "Trojan Source"). So control characters, bidirectional controls, everything that Unicode calls default-ignorable, spaces other
/// than U+0020, private-use characters and noncharacters are refused: in names, values and comments alike.
enum PlainSight {
    /// Whether a reader cannot see it, or takes it for something else. Tabs and line ends are left to the rules of YAML.
    static func hides(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E: return false
        case 0x00...0x1F, 0x7F...0x9F: return true
        case _: break
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return true }
        return switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse, .control, .format: true
        case _: false
        }
    }

    /// The text with what hides written as `\u{202E}`, and line ends and tabs as `\n`, `\r`, `\t`: an error is one line, and shows what it speaks of.
    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            case _ where hides(scalar): shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            case _: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// `U+0455`, as character charts name it.
    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// In quotes for an error; a letter that may look like another is named, as the Cyrillic one in `'ѕtaff' (with U+0455)`.
    static func quoted(_ text: String) -> String {
        let foreign = text.unicodeScalars.first { !$0.isASCII && !hides($0) }
        return "'\(shown(text))'" + (foreign.map { " (with \(codePoint($0)))" } ?? "")
    }
}
