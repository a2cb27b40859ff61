import GatewayIdentity

/// What programs are told when a login waits for answers: a problem (RFC 9457) with the questions in its member `conversation`.
struct QuestionDocument: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let reason: String
    let requestID: String
    let factors = [FactorKind.password.rawValue]
    let conversation: Conversation

    struct Conversation: Encodable {
        let id: String
        /// `proof`, or `change` when the password has expired.
        let stage: String
        let prompts: [Prompt]
        let messages: [String]
        let expiresAt: String

        private enum CodingKeys: String, CodingKey {
            case id, stage, prompts, messages
            case expiresAt = "expires_at"
        }
    }

    struct Prompt: Encodable {
        let text: String
        let echo: Bool
    }

    init(_ question: SignInQuestion, title: String, _ requestID: RequestID) {
        let publicReason = PublicReason.factorRequired
        self.title = title
        status = publicReason.status
        reason = publicReason.rawValue
        self.requestID = requestID.description
        let stage =
            switch question.kind {
            case .proof: "proof"
            case .change, .changePrompts: "change"
            }
        conversation = Conversation(
            id: question.conversation, stage: stage,
            prompts: question.prompts.map { Prompt(text: $0.text, echo: $0.isEchoed) }, messages: question.notices,
            expiresAt: RFC3339.string(question.until))
    }

    private enum CodingKeys: String, CodingKey {
        case type, title, status, reason, factors, conversation
        case requestID = "request_id"
    }
}
