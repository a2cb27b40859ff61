public import GatewayCrypto

/// What the gate asks its PAM helper about one person: `pam_authenticate`, `pam_acct_mgmt`, and `pam_chauthtok` when the password has expired.
public struct PAMRequest: Sendable {
    /// The name that PAM knows, as `kim-7f3a`.
    public let account: String
    /// Where the person sits, for the modules' logs: `PAM_RHOST`.
    public let source: String
    /// Given at the prompts that hide what is typed, in their order, before anybody is asked: the password.
    ///
    /// A transaction that ends well without having wanted all of them has not looked at them, and is refused.
    public let answers: [SecretBytes]

    /// Of an account and a source, in bytes.
    static let textLimit = 256

    /// - Throws: for a text or an answer that is too long, or holds a NUL, which C would take for its end.
    public init(account: String, source: String, answers: [SecretBytes]) throws(PAMWireProblem) {
        for text in [account, source] {
            guard text.utf8.count <= Self.textLimit, !text.utf8.contains(0) else { throw .unfit }
        }
        guard !account.isEmpty, PAMReply.isFit(answers) else { throw .unfit }
        self.account = account
        self.source = source
        self.answers = answers
    }
}
