public import GatewayCrypto

/// An old password and a new one, typed into one form, given to whatever prompts ask for them one after another.
public struct PasswordChange: Sendable {
    private let current: SecretBytes
    private let new: SecretBytes

    /// - Parameter new: typed twice alike, as whoever made the form has seen to.
    public init(current: SecretBytes, new: SecretBytes) {
        self.current = current
        self.new = new
    }

    /// Answers prompts for as long as they ask for what the form had.
    ///
    /// A prompt that comes a second time means that what it was given was not taken: the person is asked again, and told everything that was said meanwhile.
    func settle(_ question: PasswordQuestion, with conversation: any PasswordConversation) async -> PasswordStep {
        var unasked = Set(Field.allCases)
        var notices: [String] = []
        var step = PasswordStep.asks(question, conversation)
        while case .asks(var question, let conversation) = step {
            notices += question.notices
            guard let answers = answers(to: question, &unasked) else {
                question.notices = notices
                return .asks(question, conversation)
            }
            step = await conversation.answer(answers)
        }
        return step
    }

    private func answers(to question: PasswordQuestion, _ unasked: inout Set<Field>) -> [SecretBytes]? {
        guard question.stage == .change else { return nil }
        var answers: [SecretBytes] = []
        for prompt in question.prompts {
            guard let field = Field(askedForBy: prompt), unasked.remove(field) != nil else { return nil }
            switch field {
            case .current: answers.append(current)
            case .new, .repetition: answers.append(new)
            }
        }
        return answers
    }

    /// What a prompt of a password change asks for.
    enum Field: CaseIterable {
        case current, new, repetition

        /// By the words of Linux-PAM ("Current password: ", "New password: ", "Retype new password: "), sssd ("Current Password: ", "New Password: ",
        /// "Reenter new Password: "), winbind and those like them, which the helper has in English. `nil`: something else.
        init?(askedForBy prompt: PasswordPrompt) {
            let words = prompt.text.lowercased()
            if prompt.isEchoed || !words.contains("password") { return nil }
            if ["retype", "re-type", "reenter", "re-enter", "repeat", "again", "verify", "confirm"].contains(
                where: words.contains)
            {
                self = .repetition
            } else if words.contains("new") {
                self = .new
            } else if words.contains("current") || words.contains("old") {
                self = .current
            } else {
                return nil
            }
        }
    }
}

extension PasswordQuestion {
    /// Whether a form with the old password and the new one, twice, can answer it.
    public var fitsChangeForm: Bool {
        stage == .change && prompts.allSatisfy { PasswordChange.Field(askedForBy: $0) != nil }
    }
}
