/// The posted form of a page that asks more: answers by number, or the old password and the new one twice.
enum ReplyForm {
    case reply(SignInReply)
    /// The new password was not typed twice alike, or something is missing.
    case unfinished(conversation: String)

    static let conversation = "conversation"
    private static let current = "current_password"
    private static let new = "new_password"
    private static let repetition = "repeat_password"
    private static let answerLimit = 8

    static func answer(_ number: Int) -> String { "answer_\(number)" }

    static let fields = Set(
        ["to", conversation, current, new, repetition] + (1...answerLimit).map { answer($0) })

    /// - Returns: `nil` for a form that goes on with nothing.
    init?(_ form: FormFields) {
        guard let conversation = form[Self.conversation] else { return nil }
        // An answer may be empty; a password may not.
        let answers = (1...Self.answerLimit).map { form.values[Self.answer($0)] }.prefix { $0 != nil }
        if !answers.isEmpty {
            self = .reply(SignInReply(conversation: conversation, content: .answers(answers.compactMap(\.self))))
        } else if let current = form[Self.current], let new = form[Self.new], new == form[Self.repetition] {
            self = .reply(SignInReply(conversation: conversation, content: .change(current: current, new: new)))
        } else {
            self = .unfinished(conversation: conversation)
        }
    }
}
