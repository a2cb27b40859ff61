public import GatewayIdentity
public import GatewayReview

/// Why a review is not signed off, or a right not kept.
public enum ReviewProblem: Hashable, Sendable {
    /// Signed by whoever holds one of these roles.
    case notTheirs([RoleName])
    case personNeeded
    /// The sheet shows nobody but the one who would sign it.
    case ownReview
    case signed
    /// It is still being put together, or its period is not over.
    case notReady
    /// Nobody said what they looked at.
    case noSheet
    /// What was shown is not what it holds by now.
    case otherSheet
    case unanswered([ReviewItem])
    /// An answer says that something was found, and no words say what.
    case findingsMissing
    /// In bytes.
    case findingsTooLong(Int)
    case noRight(String)
    /// In days.
    case keptTooLong(Int64)
}

extension ReviewProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notTheirs(let roles):
            "this review is signed off by somebody who holds the role \(roles.map { "'\($0)'" }.joined(separator: " or "))"
        case .personNeeded:
            "reviews are signed off with a certificate of one's own, at the desk (--desk): the control socket is nobody's certificate"
        case .ownReview: "this review is about nobody but you: somebody else signs it off"
        case .signed: "this review is signed off already"
        case .notReady:
            "what is to be looked at is still being put together, or the period is not over: try again in a few minutes"
        case .noSheet: "say which sheet you looked at, by its SHA-256: what is signed is what was seen"
        case .otherSheet: "this is not the sheet that the review holds: look at it again, and sign what you see"
        case .unanswered(let items):
            "every question is answered before a review is signed off; unanswered: \(items.map(\.rawValue).joined(separator: ", "))"
        case .findingsMissing: "an answer says 'finding': say in 'findings' what was found"
        case .findingsTooLong(let most): "findings have at most \(most) bytes: name the document that has the rest"
        case .noRight(let name):
            "'\(name)' names no right of this policy or of a person here: 'gwanmun policy unused' lists them"
        case .keptTooLong(let days): "a right is kept for at most \(days) days, and then said again"
        }
    }
}
