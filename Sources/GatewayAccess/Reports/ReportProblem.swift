internal import GatewayIdentity
public import GatewayReview

/// Why a report is not filed.
public enum ReportProblem: Error, Hashable, Sendable {
    /// Of a bypass check: it is not what the doctor prints.
    case answer(BypassProblem)
    /// `about` or `file` is no name.
    case name(String)
    case size
    /// The next one would be due before this one was made, or so late that it is never late.
    case due
    /// It is of a day to come.
    case madeLater
}

extension ReportProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .answer(let problem): problem.description
        case .name(let member):
            "'\(member)' is one line of 1 to \(ReportLimits.longestName) bytes, without spaces around it, controls or formatting characters"
        case .size: "a report has 1 to \(ReportLimits.largestFile) bytes"
        case .due:
            "the next report is due after this one was made, and within \(ReportLimits.longestLife.wholeSeconds / 86400) days of that"
        case .madeLater: "this report says that it was made later than now: look at both clocks, and at the date"
        }
    }
}
