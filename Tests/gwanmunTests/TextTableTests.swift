import Testing

@testable import gwanmun

@Suite struct `A table for a terminal` {
    @Test func `aligns columns by the width that letters take on the screen, Hangul two columns`() {
        let table = TextTable(headings: [.name, .state], rows: [["김하늘", "active"], ["Anna", "disabled"]])
        #expect("김하늘".terminalWidth == 6)
        #expect(table.lines[1] == "김하늘  active")
        #expect(table.lines[2] == "Anna    disabled")
    }

    @Test(arguments: [("\u{1B}[2Jx", "\\u{1b}[2Jx"), ("a\nb", "a\\u{a}b"), ("x\u{202E}y", "x\\u{202e}y")])
    func `lets no control character reach the terminal`(hostile: String, shown: String) {
        let table = TextTable(headings: [.name], rows: [[hostile]])
        #expect(table.lines[1] == shown)
    }

    @Test func `ends no line in spaces`() {
        let table = TextTable(headings: [.name, .reason], rows: [["a", ""]])
        #expect(table.lines.allSatisfy { !$0.hasSuffix(" ") })
    }
}

@Suite struct `A path segment` {
    @Test(arguments: [("kim-7f3a", "kim-7f3a"), ("../x", "..%2Fx"), ("a b?c", "a%20b%3Fc"), ("한", "%ED%95%9C")])
    func `is percent-encoded but for the unreserved characters (RFC 3986 section 2.3)`(text: String, encoded: String) {
        #expect(text.percentEncoded == encoded)
    }
}
