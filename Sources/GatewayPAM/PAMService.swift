internal import CPAM
public import GatewayCrypto
public import GatewayPAMWire

/// One PAM service: a file of `/etc/pam.d`. Blocks for as long as its modules do, and as the person takes to answer; one caller at a time.
public struct PAMService: Sendable {
    public let name: String
    /// Where the service's file is; `nil`: where libpam looks.
    public let folder: String?

    /// How often somebody may choose another password before the transaction ends.
    private static let changeTries = 3

    public init(name: String, folder: String?) {
        self.name = name
        self.folder = folder
    }

    /// Authenticates, asks whether the account may be used, and has an expired password changed.
    ///
    /// - Parameter ask: shows the person what modules ask (`.asks`) and returns the answers; `nil` ends the transaction.
    public func answer(to request: PAMRequest, asking ask: @escaping (PAMAnswer) -> [SecretBytes]?) -> PAMAnswer {
        let conversation = PAMConversation(answers: request.answers, ask: ask)
        let outcome = outcome(of: request, conversation)
        return PAMAnswer(outcome: outcome, notices: conversation.takeNotices())
    }

    private func outcome(of request: PAMRequest, _ conversation: PAMConversation) -> PAMAnswer.Outcome {
        guard
            var transaction = PAMTransaction(
                service: name, account: request.account, folder: folder, conversation: conversation)
        else { return .unavailable(code: PAM_SYSTEM_ERR) }
        let prepared = transaction.set(source: request.source)
        guard prepared == PAM_SUCCESS else { return .unavailable(code: prepared) }

        let authenticated = transaction.authenticate()
        guard authenticated == PAM_SUCCESS else { return .failed(authenticated) }
        // Modules that let somebody in without a look at the password have not proved it.
        guard conversation.wasAnswered, conversation.hasUsedAnswers else {
            return .refused(code: PAM_CRED_INSUFFICIENT)
        }
        // A module may map names; the gate's accounts are not mapped.
        guard transaction.authenticatedAccount() == request.account else { return .refused(code: PAM_USER_UNKNOWN) }

        let usable = transaction.manageAccount()
        switch usable {
        case PAM_SUCCESS: return .accepted
        case PAM_NEW_AUTHTOK_REQD: return change(conversation, &transaction)
        case _: return .failed(usable)
        }
    }

    private func change(_ conversation: PAMConversation, _ transaction: inout PAMTransaction) -> PAMAnswer.Outcome {
        conversation.beginChange()
        var result = PAM_AUTHTOK_ERR
        for _ in 0..<Self.changeTries {
            result = transaction.changeExpiredPassword()
            // A stack that changes nothing says so with success, too.
            if result == PAM_SUCCESS { return conversation.wasAnswered ? .changed : .refused(code: PAM_AUTHTOK_ERR) }
            guard !conversation.isOver, Self.mayBeTriedAgain.contains(result) else { break }
        }
        return .failed(result)
    }

    /// The old password mistyped, the new one not liked or not typed twice.
    private static let mayBeTriedAgain = [PAM_AUTH_ERR, PAM_AUTHTOK_ERR, PAM_AUTHTOK_RECOVERY_ERR, PAM_TRY_AGAIN]
}

extension PAMAnswer.Outcome {
    /// Either way nobody is let in: the difference is whose fault it is.
    fileprivate static func failed(_ code: Int32) -> PAMAnswer.Outcome {
        switch code {
        case PAM_AUTH_ERR, PAM_USER_UNKNOWN, PAM_MAXTRIES, PAM_PERM_DENIED, PAM_CRED_INSUFFICIENT, PAM_ACCT_EXPIRED,
            PAM_AUTHTOK_ERR, PAM_AUTHTOK_RECOVERY_ERR, PAM_CRED_EXPIRED, PAM_AUTHTOK_EXPIRED, PAM_TRY_AGAIN,
            PAM_NEW_AUTHTOK_REQD:
            .refused(code: code)
        case _: .unavailable(code: code)
        }
    }
}
