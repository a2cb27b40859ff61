/// What modules say, fit to be shown: one line, of a length, and nothing in it that rearranges what stands around it.
enum PAMText {
    /// - Parameter limit: in bytes; cut at a character's border.
    static func line(_ text: String, to limit: Int) -> String {
        var line = String(String.UnicodeScalarView(text.unicodeScalars.map { isShown($0) ? $0 : " " }))
        while line.utf8.count > limit { line.removeLast() }
        return line
    }

    /// Not control characters, line ends among them, nor what turns the direction of writing or is not seen (Unicode general categories Cc, Cf, Zl, Zp).
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        case _: true
        }
    }
}
