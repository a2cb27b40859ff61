/// What the register takes.
public enum ReportLimits {
    /// Reports that are kept; further ones are refused until some are removed.
    public static let most = 1000
    /// Of the name of a provider, a console, a machine, a file; in bytes.
    public static let longestName = 255
    /// Of a provider's report, in bytes: it is read for its digest alone.
    public static let largestFile = 64 << 20
    /// Of a bypass check, in bytes.
    public static let largestAnswer = 1 << 20
    /// A bypass check shows nothing for longer (guide, NCT2-4.2-C1).
    public static let bypassLife = Duration.seconds(7 * 86400)
    /// A provider's next report is due within three years: what is never due is never late.
    public static let longestLife = Duration.seconds(3 * 366 * 86400)
    /// Of other machines' clocks.
    public static let clockDifference = Duration.seconds(300)

    /// One line, nothing but what is printed.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= longestName && text.first != " " && text.last != " "
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory.isPrinted }
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isPrinted: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        case _: true
        }
    }
}
