public import GatewayCrypto

/// What a person answers while a login waits for them.
public enum PasswordReply: Sendable {
    /// One a prompt, in their order.
    case answers([SecretBytes])
    case change(PasswordChange)
}

extension PasswordQuestion {
    func settle(_ reply: PasswordReply, with conversation: any PasswordConversation) async -> PasswordStep {
        switch reply {
        case .answers(let answers): await conversation.answer(answers)
        case .change(let change): await change.settle(self, with: conversation)
        }
    }
}
