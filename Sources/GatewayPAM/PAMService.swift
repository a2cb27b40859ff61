internal import CPAM
public import GatewayPAMWire

/// One PAM service: a file of `/etc/pam.d`. Blocks for as long as its modules do; one caller at a time.
public struct PAMService: Sendable {
    public let name: String
    /// Where the service's file is; `nil`: `/etc/pam.d`.
    public let folder: String?

    public init(name: String, folder: String?) {
        self.name = name
        self.folder = folder
    }

    /// Authenticates, asks whether the account may be used, and changes the password if that was wanted and is due.
    public func answer(to request: PAMRequest) -> PAMAnswer {
        let conversation = PAMConversation(answers: request.answers)
        let outcome = outcome(of: request, conversation)
        return PAMAnswer(outcome: outcome, notices: conversation.notices)
    }

    private func outcome(of request: PAMRequest, _ conversation: PAMConversation) -> PAMAnswer.Outcome {
        guard
            var transaction = PAMTransaction(
                service: name, account: request.account, folder: folder, conversation: conversation)
        else { return .unavailable(code: PAM_SYSTEM_ERR) }
        let prepared = transaction.set(source: request.source)
        guard prepared == PAM_SUCCESS else { return .unavailable(code: prepared) }

        let authenticated = transaction.authenticate()
        guard !conversation.isOutOfAnswers else { return .asksMore(conversation.prompts) }
        guard authenticated == PAM_SUCCESS else { return .failed(authenticated) }
        // A module may map names; the gate's accounts are not mapped.
        guard transaction.authenticatedAccount() == request.account else { return .refused(code: PAM_USER_UNKNOWN) }

        let usable = transaction.manageAccount()
        switch usable {
        case PAM_SUCCESS: return .accepted
        case PAM_NEW_AUTHTOK_REQD: return change(request, conversation, &transaction)
        default: return .failed(usable)
        }
    }

    private func change(
        _ request: PAMRequest, _ conversation: PAMConversation, _ transaction: inout PAMTransaction
    ) -> PAMAnswer.Outcome {
        switch request.purpose {
        case .verify: return .passwordExpired
        case .changeExpired:
            conversation.begin(request.changeAnswers)
            let changed = transaction.changeExpiredPassword()
            guard !conversation.isOutOfAnswers else { return .asksMore(conversation.prompts) }
            return changed == PAM_SUCCESS ? .changed : .failed(changed)
        }
    }
}

extension PAMAnswer.Outcome {
    /// Either way nobody is let in: the difference is whose fault it is.
    fileprivate static func failed(_ code: Int32) -> PAMAnswer.Outcome {
        switch code {
        case PAM_AUTH_ERR, PAM_USER_UNKNOWN, PAM_MAXTRIES, PAM_PERM_DENIED, PAM_CRED_INSUFFICIENT, PAM_ACCT_EXPIRED,
            PAM_AUTHTOK_ERR, PAM_CRED_EXPIRED, PAM_AUTHTOK_EXPIRED, PAM_TRY_AGAIN, PAM_NEW_AUTHTOK_REQD:
            .refused(code: code)
        default: .unavailable(code: code)
        }
    }
}
