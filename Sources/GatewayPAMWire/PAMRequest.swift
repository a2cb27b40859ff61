public import GatewayCrypto

/// What the gate asks its PAM helper about one person.
public struct PAMRequest: Sendable {
    public enum Purpose: UInt8, Sendable {
        /// `pam_authenticate`, then `pam_acct_mgmt`.
        case verify = 1
        /// The same, then `pam_chauthtok` for a password that has expired.
        case changeExpired = 2
    }

    public let purpose: Purpose
    /// The name that PAM knows, as `kim-7f3a`.
    public let account: String
    /// Where the person sits, for the modules' logs: `PAM_RHOST`.
    public let source: String
    /// What is typed at the prompts of authentication, in their order: the password, then perhaps a code.
    public let answers: [SecretBytes]
    /// What is typed at the prompts of `pam_chauthtok`, in their order: as a rule the old password, the new one, the new one again.
    public let changeAnswers: [SecretBytes]

    /// Of an account and a source, in bytes.
    static let textLimit = 256
    /// `PAM_MAX_RESP_SIZE` of Linux-PAM, with its final NUL.
    static let answerLimit = 511
    /// Of each of the two lists.
    static let answerCountLimit = 8

    /// - Throws: for a text or an answer that is too long, or holds a NUL, which C would take for its end.
    public init(
        purpose: Purpose, account: String, source: String, answers: [SecretBytes], changeAnswers: [SecretBytes] = []
    ) throws(PAMWireProblem) {
        for text in [account, source] {
            guard text.utf8.count <= Self.textLimit, !text.utf8.contains(0) else { throw .unfit }
        }
        for list in [answers, changeAnswers] {
            guard list.count <= Self.answerCountLimit, list.allSatisfy(Self.isFit) else { throw .unfit }
        }
        guard !account.isEmpty else { throw .unfit }
        self.purpose = purpose
        self.account = account
        self.source = source
        self.answers = answers
        self.changeAnswers = changeAnswers
    }

    private static func isFit(_ answer: SecretBytes) -> Bool {
        answer.count <= answerLimit && answer.withUnsafeBytes { !$0.contains(0) }
    }
}
