import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayPAMHelper
import GatewayPAMWire
import GatewaySettings
import Logging

/// Passwords as PAM knows them. What PAM says of a failure goes to the operator's log; people are told that it failed.
final class PAMPasswords: PasswordAuthority {
    private let authenticator: PAMAuthenticator
    private let user: PAMSettings.UserPattern
    /// A name that nobody has, so that nobody's password is judged by the same modules.
    private let nobody: String
    private let logger: Logger

    init(_ settings: PAMSettings, logger: Logger) throws {
        authenticator = PAMAuthenticator(
            PAMHelperSettings(
                program: .pam(
                    at: PAMPlaces.helper(of: settings), service: settings.service.value,
                    folder: settings.folder?.value),
                processes: settings.helpers, waiting: settings.waiting, patience: settings.patience,
                refusalQuantum: settings.refusalTime))
        user = settings.user
        nobody = "nobody-" + Hex.encode(try SecureRandom.bytes(8))
        self.logger = logger
    }

    func judge(_ claim: PasswordClaim) async -> PasswordStep {
        let account = claim.account?.text ?? nobody
        let request: PAMRequest
        do throws(PAMWireProblem) {
            request = try PAMRequest(
                account: user.user(for: account), source: "\(claim.source)", answers: [claim.password])
        } catch {
            // Longer than any password, or with a NUL in it. It takes as long as another wrong one.
            return await judge(PasswordClaim(account: nil, password: Self.unlikely, source: claim.source))
        }
        return await outcome(of: account) { () throws(PAMHelperFailure) in
            try await self.authenticator.begin(request, holdingSuccess: claim.isDecided)
        }
    }

    private static let unlikely = SecretBytes(copying: [])

    /// Ends the helpers.
    func close() async { await authenticator.close() }

    var counts: PAMCounts { authenticator.counts }
}

extension PAMPasswords {
    private func outcome(
        of account: String, _ work: () async throws(PAMHelperFailure) -> PAMStep
    ) async -> PasswordStep {
        do throws(PAMHelperFailure) {
            switch try await work() {
            case .asks(let question, let notices, let dialogue):
                return .asks(
                    PasswordQuestion(question, notices: notices),
                    Conversation(passwords: self, account: account, dialogue: dialogue))
            case .finished(let answer): return step(answer, account)
            }
        } catch {
            logger.error("\(error)", metadata: ["account": "\(account)"])
            return .wrong
        }
    }

    private func step(_ answer: PAMAnswer, _ account: String) -> PasswordStep {
        switch answer.outcome {
        case .accepted: return .right
        case .changed: return .changed
        case .refused(let code):
            logger.notice("PAM refuses", metadata: ["account": "\(account)", "code": "\(code)"])
            return .wrong
        case .unavailable(let code):
            logger.error("PAM cannot tell", metadata: ["account": "\(account)", "code": "\(code)"])
            return .wrong
        // The authenticator makes a dialogue of it.
        case .asks: return .wrong
        }
    }

    private struct Conversation: PasswordConversation {
        let passwords: PAMPasswords
        let account: String
        let dialogue: PAMDialogue

        func answer(_ answers: [SecretBytes]) async -> PasswordStep {
            let reply: PAMReply
            do throws(PAMWireProblem) {
                reply = try PAMReply(answers: answers)
            } catch {
                end()
                return .wrong
            }
            return await passwords.outcome(of: account) { () throws(PAMHelperFailure) in
                try await passwords.authenticator.goOn(dialogue, with: reply)
            }
        }

        func end() { passwords.authenticator.end(dialogue) }
    }
}

extension PasswordQuestion {
    fileprivate init(_ question: PAMQuestion, notices: [String]) {
        let stage: Stage =
            switch question.stage {
            case .authentication: .proof
            case .change: .change
            }
        self.init(
            stage: stage,
            prompts: question.prompts.map { PasswordPrompt(text: $0.text, isEchoed: $0.isEchoed) },
            notices: notices)
    }
}
