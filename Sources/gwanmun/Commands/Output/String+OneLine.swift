extension String {
    /// With control, format and separator characters escaped, so that a name can neither forge a line nor steer the
    /// terminal.
    var onOneLine: String {
        var out = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                out += "\\u{\(String(scalar.value, radix: 16))}"
            case _: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
