public import GatewayIdentity

/// What a person is asked before a login can go on, in words of whoever knows the password.
public struct SignInQuestion: Hashable, Sendable {
    public struct Prompt: Hashable, Sendable {
        /// One line, as foreign as any text from outside.
        public let text: String
        /// Whether what is typed may be seen.
        public let isEchoed: Bool

        public init(text: String, isEchoed: Bool) {
            self.text = text
            self.isEchoed = isEchoed
        }
    }

    public enum Kind: Sendable {
        case proof
        /// The password has expired; the old and the new one answer it.
        case change
        /// It has expired, and what is asked for is something else than those.
        case changePrompts
    }

    /// Names the login that waits; of no use with another certificate.
    public let conversation: String
    public let kind: Kind
    public let prompts: [Prompt]
    public let notices: [String]
    public let until: UnixTime

    public init(conversation: String, kind: Kind, prompts: [Prompt], notices: [String], until: UnixTime) {
        self.conversation = conversation
        self.kind = kind
        self.prompts = prompts
        self.notices = notices
        self.until = until
    }
}

/// What was typed in answer, unjudged.
public struct SignInReply: Sendable {
    public enum Content: Sendable {
        /// One a prompt, in their order.
        case answers([String])
        /// The new password was typed twice alike.
        case change(current: String, new: String)
    }

    /// As `SignInQuestion.conversation`.
    public let conversation: String
    public let content: Content

    public init(conversation: String, content: Content) {
        self.conversation = conversation
        self.content = content
    }
}
