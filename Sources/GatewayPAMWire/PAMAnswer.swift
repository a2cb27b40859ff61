/// What came of a request.
public struct PAMAnswer: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// Authenticated, and the account may be used now.
        case accepted
        /// Authenticated and the account is fine, but its password has expired: to be changed before anything else.
        case passwordExpired
        /// Authenticated, and the password has been changed.
        case changed
        /// Not this person, not this account, or not now. The number is PAM's, for the trail alone.
        case refused(code: Int32)
        /// Somebody would be let in or not if the modules could tell. The number is PAM's.
        case unavailable(code: Int32)
        /// A module asked more than the request has answers for: these are all the prompts so far, the last one unanswered.
        case asksMore([PAMPrompt])
    }

    public let outcome: Outcome
    /// What modules wanted told (`PAM_TEXT_INFO`, `PAM_ERROR_MSG`): for the operator, and after a success for the person.
    public let notices: [String]

    /// Of each, in bytes; more is cut off.
    public static let noticeLimit = 512
    public static let noticeCountLimit = 8

    public init(outcome: Outcome, notices: [String]) {
        self.outcome = outcome
        self.notices = notices.prefix(Self.noticeCountLimit).map { PAMText.cut($0, to: Self.noticeLimit) }
    }
}

/// A question of a module.
public struct PAMPrompt: Hashable, Sendable {
    public let text: String
    /// Whether what is typed may be seen.
    public let isEchoed: Bool

    public init(text: String, isEchoed: Bool) {
        self.text = PAMText.cut(text, to: PAMAnswer.noticeLimit)
        self.isEchoed = isEchoed
    }
}

enum PAMText {
    /// At a character's border.
    static func cut(_ text: String, to limit: Int) -> String {
        var text = text
        while text.utf8.count > limit { text.removeLast() }
        return text
    }
}
