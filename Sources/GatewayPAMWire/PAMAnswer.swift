/// What came of a request, or of a reply.
public struct PAMAnswer: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// Authenticated, and the account may be used now.
        case accepted
        /// Authenticated; the password had expired and has been changed.
        case changed
        /// Not this person, not this account, or not now. The number is PAM's, for the operator alone.
        case refused(code: Int32)
        /// Somebody would be let in or not if the modules could tell. The number is PAM's.
        case unavailable(code: Int32)
        /// The transaction goes on with the answers to these prompts.
        case asks(PAMQuestion)
    }

    public let outcome: Outcome
    /// What modules wanted told (`PAM_TEXT_INFO`, `PAM_ERROR_MSG`) since they asked last.
    public let notices: [String]

    /// Of each, in bytes; more is cut off.
    public static let noticeLimit = 512
    public static let noticeCountLimit = 8

    public init(outcome: Outcome, notices: [String]) {
        self.outcome = outcome
        self.notices = notices.prefix(Self.noticeCountLimit).map { PAMText.line($0, to: Self.noticeLimit) }
    }
}

/// What modules ask for at once.
public struct PAMQuestion: Hashable, Sendable {
    public enum Stage: UInt8, Sendable {
        /// To prove who it is.
        case authentication = 1
        /// Proved, and the password has expired: to choose another.
        case change = 2
    }

    public let stage: Stage
    /// One to `PAMReply.answerCountLimit`.
    public let prompts: [PAMPrompt]

    /// - Throws: for more or fewer prompts than there can be answers.
    public init(stage: Stage, prompts: [PAMPrompt]) throws(PAMWireProblem) {
        guard (1...PAMReply.answerCountLimit).contains(prompts.count) else { throw .unfit }
        self.stage = stage
        self.prompts = prompts
    }
}

/// A question of a module.
public struct PAMPrompt: Hashable, Sendable {
    public let text: String
    /// Whether what is typed may be seen.
    public let isEchoed: Bool

    public init(text: String, isEchoed: Bool) {
        self.text = PAMText.line(text, to: PAMAnswer.noticeLimit)
        self.isEchoed = isEchoed
    }
}
