internal import CPAM
internal import GatewayCrypto
internal import GatewayPAMWire
internal import Glibc

/// What modules ask, and the answers they are given, one after another.
///
/// All answers are there from the start: no module waits for a person who types, and so none can keep the helper from others.
final class PAMConversation {
    private var answers: [SecretBytes]
    private(set) var prompts: [PAMPrompt] = []
    private(set) var notices: [String] = []
    /// A module asked when no answer was left.
    private(set) var isOutOfAnswers = false

    /// `PAM_MAX_NUM_MSG` of Linux-PAM.
    private static let messageLimit: Int32 = 32

    init(answers: [SecretBytes]) { self.answers = answers }

    /// Those of another call of the same transaction.
    func begin(_ answers: [SecretBytes]) {
        self.answers = answers
        prompts = []
        isOutOfAnswers = false
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

    /// - Parameter replies: receives an array that libpam's modules free, and every answer in it: `calloc` and `strdup` are their contract (pam_conv(3)).
    private func reply(
        to messages: UnsafeMutablePointer<UnsafePointer<pam_message>?>, count: Int32,
        _ replies: UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>
    ) -> Int32 {
        guard (1...Self.messageLimit).contains(count) else { return PAM_CONV_ERR }
        guard let array = calloc(Int(count), MemoryLayout<pam_response>.stride) else { return PAM_BUF_ERR }
        let responses = array.bindMemory(to: pam_response.self, capacity: Int(count))
        for index in 0..<Int(count) {
            guard let message = messages[index]?.pointee, let answer = answer(to: message) else {
                Self.discard(responses, count: Int(count))
                return PAM_CONV_ERR
            }
            responses[index].resp = answer.native
        }
        replies.pointee = responses
        return PAM_SUCCESS
    }

    private enum Answer {
        case nothing
        /// Allocated for the module to free.
        case text(UnsafeMutablePointer<CChar>)

        var native: UnsafeMutablePointer<CChar>? {
            switch self {
            case .nothing: nil
            case .text(let text): text
            }
        }
    }

    /// `nil` when there is no answer left, no memory, or the style is none of pam_conv(3)'s.
    private func answer(to message: pam_message) -> Answer? {
        let text = message.msg.map { String(cString: $0) } ?? ""
        switch message.msg_style {
        case PAM_TEXT_INFO, PAM_ERROR_MSG:
            if notices.count < PAMAnswer.noticeCountLimit { notices.append(text) }
            return .nothing
        case PAM_PROMPT_ECHO_OFF, PAM_PROMPT_ECHO_ON:
            prompts.append(PAMPrompt(text: text, isEchoed: message.msg_style == PAM_PROMPT_ECHO_ON))
            guard !answers.isEmpty else {
                isOutOfAnswers = true
                return nil
            }
            return Self.terminated(answers.removeFirst()).map(Answer.text)
        default:
            return nil
        }
    }

    private static func terminated(_ secret: SecretBytes) -> UnsafeMutablePointer<CChar>? {
        guard let block = calloc(secret.count + 1, 1) else { return nil }
        secret.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: block, count: secret.count).copyMemory(from: $0) }
        return block.bindMemory(to: CChar.self, capacity: secret.count + 1)
    }

    /// What no module gets to see is ours to wipe and to free.
    private static func discard(_ responses: UnsafeMutablePointer<pam_response>, count: Int) {
        for index in 0..<count {
            guard let text = responses[index].resp else { continue }
            explicit_bzero(text, strlen(text))
            free(text)
        }
        free(responses)
    }
}
