internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayPages

extension SignInQuestion {
    init(_ asked: AskedMore) {
        let question = asked.question
        let kind: Kind =
            switch question.stage {
            case .proof: .proof
            case .change: question.fitsChangeForm ? .change : .changePrompts
            }
        self.init(
            conversation: asked.ticket.text, kind: kind,
            prompts: question.prompts.map { Prompt(text: $0.text, isEchoed: $0.isEchoed) }, notices: question.notices,
            until: asked.until)
    }
}

extension PasswordReply {
    init(_ content: SignInReply.Content) {
        func secret(_ text: String) -> SecretBytes { SecretBytes(copying: text.utf8) }
        switch content {
        case .answers(let answers): self = .answers(answers.map(secret))
        case .change(let current, let new):
            self = .change(PasswordChange(current: secret(current), new: secret(new)))
        }
    }
}
