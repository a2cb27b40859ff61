internal import GatewayCrypto
public import GatewayIdentity
internal import GatewaySessions

/// A login that waits for answers: everything it has come to so far.
struct OpenLogin: Sendable {
    let visitor: VerifiedVisitor
    /// Of the factors beside the password.
    let right: [FactorCheck.Count]
    let proofs: [FactorProof]
    let endsOtherSessions: Bool
    /// To unlock, once the password is right too.
    let order: UnlockByOwner.Order?
    /// The attempt that the password was counted as, before it was looked at.
    let count: FactorCheck.Count
    var question: PasswordQuestion
    var conversation: any PasswordConversation
    /// Of the whole login, however many questions there are.
    let until: UnixTime

    /// Only the certificate that it was begun with goes on with it, on whatever connection.
    func belongs(to visitor: VerifiedVisitor) -> Bool {
        self.visitor.account == visitor.account
            && SessionBinding(self.visitor.certificate) == SessionBinding(visitor.certificate)
    }
}

/// Names an open login to whoever began it: 128 random bits, another with every question.
public struct LoginTicket: Hashable, Sendable {
    /// 32 digits of hexadecimal.
    public let text: String

    private init(bytes: [UInt8]) { text = Hex.encode(bytes) }

    static func make(random: RandomBytes) throws(CryptoFailure) -> LoginTicket { LoginTicket(bytes: try random(16)) }

    /// - Returns: `nil` for what no ticket looks like.
    public init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.text = text
    }
}

/// How many logins may wait for people, and how long.
public struct OpenLoginLimits: Hashable, Sendable {
    /// Each holds a helper process. One of each person.
    public var total: Int
    /// From the password to the last answer.
    public var time: Duration

    public init(total: Int = 32, time: Duration = .seconds(120)) {
        self.total = total
        self.time = time
    }
}

/// What a person is asked before a login can go on.
public struct AskedMore: Sendable {
    public let ticket: LoginTicket
    public let question: PasswordQuestion
    public let until: UnixTime
}
