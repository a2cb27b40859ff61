public import GatewayCrypto
public import GatewayIdentity

/// Where passwords are known: this module keeps none.
///
/// Whatever goes wrong there (no such account, wrong, not now, nobody answers) is `wrong`: the person is told one thing, the operator reads more in the log
/// of whoever implements it. What takes how long must not tell them apart either.
public protocol PasswordAuthority: Sendable {
    func judge(_ claim: PasswordClaim) async -> PasswordStep
}

/// A password, and whose it is said to be.
public struct PasswordClaim: Sendable {
    /// `nil`: nobody's. As much work as for somebody's wrong one, and no account's count beyond this gateway is touched.
    public let account: AccountName?
    public let password: SecretBytes
    public let source: NetworkAddress
    /// Something shown beside it was wrong already: that it is right shall not be told by the time it takes either.
    public let isDecided: Bool

    public init(account: AccountName?, password: SecretBytes, source: NetworkAddress, isDecided: Bool = false) {
        self.account = account
        self.password = password
        self.source = source
        self.isDecided = isDecided
    }
}

public enum PasswordStep: Sendable {
    case right
    /// Right, expired, and changed by the person just now.
    case changed
    case wrong
    /// It depends on the answers to more questions.
    case asks(PasswordQuestion, any PasswordConversation)
}

/// A judgement that waits for a person. To be answered or ended, once.
public protocol PasswordConversation: Sendable {
    /// - Parameter answers: one a prompt, in their order.
    func answer(_ answers: [SecretBytes]) async -> PasswordStep
    /// Returns at once.
    func end()
}

public struct PasswordQuestion: Hashable, Sendable {
    public enum Stage: Sendable {
        /// To prove who it is.
        case proof
        /// Proved; the password has expired.
        case change
    }

    public let stage: Stage
    /// At least one. Fit to be shown: single lines.
    public let prompts: [PasswordPrompt]
    /// What the person is to be told before they answer, such as what was wrong with a new password.
    public var notices: [String]

    public init(stage: Stage, prompts: [PasswordPrompt], notices: [String]) {
        self.stage = stage
        self.prompts = prompts
        self.notices = notices
    }
}

public struct PasswordPrompt: Hashable, Sendable {
    public let text: String
    /// Whether what is typed may be seen.
    public let isEchoed: Bool

    public init(text: String, isEchoed: Bool) {
        self.text = text
        self.isEchoed = isEchoed
    }
}
