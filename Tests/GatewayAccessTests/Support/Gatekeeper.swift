import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import Synchronization

/// Knows one password, `correct horse`, of everybody but `nobody-here`, and says what else it wants first.
final class Gatekeeper: PasswordAuthority {
    /// What it asks one after another once the password was right; each answer must be `yes`, or the new password in a change.
    let questions: [PasswordQuestion]
    /// Asks also whose password is wrong, as stacks do that decide at their end.
    let asksAnybody: Bool
    private let state = Mutex(State())
    private let heldUp = Mutex<AccountName?>(nil)
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let departures = AsyncStream.makeStream(of: Void.self)

    struct State {
        var asked: [AccountName?] = []
        var decided: [Bool] = []
        var answers: [[String]] = []
        var ended = 0
        var onJudge: (@Sendable () -> Void)?
    }

    init(asking questions: [PasswordQuestion] = [], anybody: Bool = false) {
        self.questions = questions
        asksAnybody = anybody
    }

    static let password = "correct horse"
    static let code = PasswordQuestion(
        stage: .proof, prompts: [PasswordPrompt(text: "One-time password: ", isEchoed: false)], notices: [])
    static func change(_ prompts: String..., notices: [String] = []) -> PasswordQuestion {
        PasswordQuestion(
            stage: .change, prompts: prompts.map { PasswordPrompt(text: $0, isEchoed: false) }, notices: notices)
    }

    /// Whose password was judged; `nil` for nobody's.
    var asked: [AccountName?] { state.withLock { $0.asked } }
    /// Of each of them, whether something else was wrong already.
    var decided: [Bool] { state.withLock { $0.decided } }
    var answers: [[String]] { state.withLock { $0.answers } }
    var ended: Int { state.withLock { $0.ended } }
    func whenJudging(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onJudge = body } }

    /// The next judgement of this account waits for `goOn`.
    func holdUp(_ account: AccountName) { heldUp.withLock { $0 = account } }
    func isJudging() async { for await _ in arrivals.stream { break } }
    func goOn() {
        heldUp.withLock { $0 = nil }
        departures.continuation.yield()
    }

    func judge(_ claim: PasswordClaim) async -> PasswordStep {
        state.withLock { state in
            state.asked.append(claim.account)
            state.decided.append(claim.isDecided)
        }
        state.withLock { $0.onJudge }?()
        if let held = heldUp.withLock({ $0 }), claim.account == held {
            arrivals.continuation.yield()
            for await _ in departures.stream { break }
        }
        let isKnown = claim.account.map { $0.text != "nobody-here" } ?? false
        let isRight = isKnown && claim.password.equals(Array(Self.password.utf8))
        guard isRight || asksAnybody else { return .wrong }
        return step(to: 0, isRight)
    }

    private func step(to number: Int, _ isRight: Bool) -> PasswordStep {
        if number < questions.count {
            return .asks(questions[number], Talk(keeper: self, number: number, isRight: isRight))
        }
        guard isRight else { return .wrong }
        return questions.contains { $0.stage == .change } ? .changed : .right
    }

    private struct Talk: PasswordConversation {
        let keeper: Gatekeeper
        let number: Int
        let isRight: Bool

        func answer(_ answers: [SecretBytes]) async -> PasswordStep {
            let texts = answers.map { $0.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
            keeper.state.withLock { $0.answers.append(texts) }
            let isGood = texts.count == keeper.questions[number].prompts.count && !texts.contains("no")
            return keeper.step(to: number + 1, isRight && isGood)
        }

        func end() { keeper.state.withLock { $0.ended += 1 } }
    }
}

extension House {
    func login(
        _ person: Inhabitant, password: String, code: String? = nil, certificate: Bool = true
    ) async -> LoginOutcome {
        await access.login.attempt(
            PresentedFactors(totp: code, password: SecretBytes(copying: password.utf8)),
            by: visitor(person.name, person.certificate))
    }

    func answer(_ asked: AskedMore, _ answers: String..., by visitor: VerifiedVisitor) async -> LoginOutcome {
        await access.loginAnswer.give(
            .answers(answers.map { SecretBytes(copying: $0.utf8) }), to: asked.ticket, by: visitor)
    }
}

extension LoginOutcome {
    var asked: AskedMore {
        get throws {
            guard case .asksMore(let asked) = self else { throw Unexpected("\(self)") }
            return asked
        }
    }
}
