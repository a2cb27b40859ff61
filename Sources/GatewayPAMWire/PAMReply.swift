public import GatewayCrypto

/// What a person answered to a question of the modules: one answer a prompt, in their order.
public struct PAMReply: Sendable {
    public let answers: [SecretBytes]

    /// `PAM_MAX_RESP_SIZE` of Linux-PAM, with its final NUL.
    public static let answerLimit = 511
    public static let answerCountLimit = 8

    /// - Throws: as `PAMRequest`.
    public init(answers: [SecretBytes]) throws(PAMWireProblem) {
        guard Self.isFit(answers) else { throw .unfit }
        self.answers = answers
    }

    static func isFit(_ answers: [SecretBytes]) -> Bool {
        answers.count <= answerCountLimit
            && answers.allSatisfy { $0.count <= answerLimit && $0.withUnsafeBytes { !$0.contains(0) } }
    }
}
