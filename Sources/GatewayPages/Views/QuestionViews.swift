import GatewayIdentity

/// Asks what whoever knows the password wants to know, in its own words.
struct QuestionView: PageView {
    static let template = TemplateName.question
    let frame: PageFrame
    let heading: String
    let explanation: String
    let notices: [String]
    let fields: [QuestionField]
    let conversation: String
    let to: String?
    let action: String

    init(_ exchange: Exchange, _ question: SignInQuestion, destination: Destination?) {
        let isChange = question.kind != .proof
        heading = exchange.text(isChange ? .passwordChangeTitle : .questionTitle)
        explanation = exchange.text(isChange ? .passwordChangeReason : .questionReason)
        frame = PageFrame(title: heading, of: exchange)
        notices = question.notices
        fields = question.prompts.enumerated().map { QuestionField($1, number: $0 + 1, in: exchange) }
        conversation = question.conversation
        to = destination?.url
        action = Path.loginAnswer
    }
}

struct QuestionField: Sendable {
    let name: String
    let label: String
    let type: String
    let isFirst: Bool

    /// Of a prompt, in characters: a label, not a text.
    private static let longest = 200

    init(_ prompt: SignInQuestion.Prompt, number: Int, in exchange: Exchange) {
        name = ReplyForm.answer(number)
        // Prompts are written for terminals: "One-time password: ".
        let words = prompt.text.split(separator: " ").joined(separator: " ").prefix(Self.longest)
        let bare = words.hasSuffix(":") ? words.dropLast() : words
        label = bare.isEmpty ? exchange.text(.questionAnswer) : String(bare)
        type = prompt.isEchoed ? "text" : "password"
        isFirst = number == 1
    }
}

/// Asks for the old password and a new one.
struct PasswordChangeView: PageView {
    static let template = TemplateName.passwordChange
    let frame: PageFrame
    let error: String?
    let notices: [String]
    let conversation: String
    let to: String?
    let action: String

    init(
        _ exchange: Exchange, conversation: String, notices: [String] = [], destination: Destination?,
        error: Phrase? = nil
    ) {
        frame = PageFrame(title: exchange.text(.passwordChangeTitle), of: exchange)
        self.error = error.map { exchange.text($0) }
        self.notices = notices
        self.conversation = conversation
        to = destination?.url
        action = Path.loginAnswer
    }
}
