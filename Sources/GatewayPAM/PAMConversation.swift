internal import CPAM
internal import GatewayCrypto
internal import GatewayPAMWire
internal import Glibc

/// What modules ask, and the answers they are given: first those that came with the request, then those of the person, who is asked through the gate.
final class PAMConversation {
    /// Asks the person; `nil` when nobody answers any more.
    typealias Ask = (PAMAnswer) -> [SecretBytes]?

    private var kept: [SecretBytes]
    private let ask: Ask
    private var stage = PAMQuestion.Stage.authentication
    private var questionsLeft = 16
    private var unheard: [String] = []
    /// Modules have been given an answer at this stage.
    private(set) var wasAnswered = false
    /// Nobody answers any more, or more was asked than may be.
    private(set) var isOver = false

    /// `PAM_MAX_NUM_MSG` of Linux-PAM.
    private static let messageLimit: Int32 = 32

    init(answers: [SecretBytes], ask: @escaping Ask) {
        kept = answers
        self.ask = ask
    }

    /// Modules wanted every answer that came with the request.
    var hasUsedAnswers: Bool { kept.isEmpty }

    /// What modules have said since they asked last.
    func takeNotices() -> [String] {
        defer { unheard = [] }
        return unheard
    }

    /// The rest of the transaction is about another password.
    func beginChange() {
        stage = .change
        wasAnswered = false
    }

    /// Points to this object, which the transaction keeps alive.
    var native: pam_conv {
        pam_conv(
            conv: { count, messages, replies, context in
                guard let messages, let replies, let context else { return PAM_CONV_ERR }
                let conversation = Unmanaged<PAMConversation>.fromOpaque(context).takeUnretainedValue()
                return conversation.reply(to: messages, count: count, replies)
            }, appdata_ptr: Unmanaged.passUnretained(self).toOpaque())
    }

    private func reply(
        to messages: UnsafeMutablePointer<UnsafePointer<pam_message>?>, count: Int32,
        _ replies: UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>
    ) -> Int32 {
        guard !isOver, (1...Self.messageLimit).contains(count) else { return PAM_CONV_ERR }
        guard let wanted = prompts(in: UnsafeBufferPointer(start: messages, count: Int(count))),
            let answers = answers(to: wanted.compactMap(\.self))
        else {
            isOver = true
            return PAM_CONV_ERR
        }
        var rest = answers[...]
        return PAMResponses.write(wanted.map { $0 == nil ? nil : rest.popFirst() }, to: replies)
    }

    /// One a message, `nil` for what only wants to be told.
    ///
    /// - Returns: `nil` when a message is missing, or of a style that pam_conv(3) does not have.
    private func prompts(in messages: UnsafeBufferPointer<UnsafePointer<pam_message>?>) -> [PAMPrompt?]? {
        var prompts: [PAMPrompt?] = []
        for message in messages {
            guard let message = message?.pointee else { return nil }
            let text = message.msg.map { String(cString: $0) } ?? ""
            switch message.msg_style {
            case PAM_TEXT_INFO, PAM_ERROR_MSG:
                if unheard.count < PAMAnswer.noticeCountLimit { unheard.append(text) }
                prompts.append(nil)
            case PAM_PROMPT_ECHO_OFF, PAM_PROMPT_ECHO_ON:
                prompts.append(PAMPrompt(text: text, isEchoed: message.msg_style == PAM_PROMPT_ECHO_ON))
            case _:
                return nil
            }
        }
        return prompts
    }

    /// - Returns: one a prompt; `nil` when nobody gives them.
    private func answers(to prompts: [PAMPrompt]) -> [SecretBytes]? {
        guard !prompts.isEmpty else { return [] }
        // A password is never put where it could be seen.
        let ready = prompts.map { $0.isEchoed || kept.isEmpty ? nil : kept.removeFirst() }
        let open = zip(prompts, ready).filter { $1 == nil }.map(\.0)
        guard let asked = open.isEmpty ? [] : answers(ofPersonTo: open) else { return nil }
        wasAnswered = true
        var rest = asked[...]
        return ready.compactMap { $0 ?? rest.popFirst() }
    }

    private func answers(ofPersonTo prompts: [PAMPrompt]) -> [SecretBytes]? {
        guard questionsLeft > 0, let question = question(prompts) else { return nil }
        questionsLeft -= 1
        let answers = ask(PAMAnswer(outcome: .asks(question), notices: takeNotices()))
        return answers?.count == prompts.count ? answers : nil
    }

    private func question(_ prompts: [PAMPrompt]) -> PAMQuestion? {
        do throws(PAMWireProblem) {
            return try PAMQuestion(stage: stage, prompts: prompts)
        } catch {
            return nil
        }
    }
}
