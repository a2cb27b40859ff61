public import GatewayPAMWire

/// Why the helper has given no answer. Nobody is let in; one attempt is lost, and the next has a new helper.
public enum PAMHelperFailure: Error, Hashable, Sendable {
    /// More requests wait than may, or one waited for as long as it may.
    case busy
    /// The program cannot be started; the number is `errno`.
    case cannotStart(code: Int32)
    /// It ended, crashed or was killed.
    case died
    /// It did not answer in time, and was killed.
    case silent
    /// It answered something else than an answer, and was killed.
    case garbled(PAMWireProblem)
    /// The authenticator has been closed.
    case closed
    /// The dialogue was over already.
    case noDialogue
}

extension PAMHelperFailure {
    /// Without its particulars, for counting.
    public enum Kind: String, CaseIterable, Sendable {
        case busy, died, silent, garbled, closed
        case cannotStart = "cannot_start"
        case noDialogue = "no_dialogue"
    }

    public var kind: Kind {
        switch self {
        case .busy: .busy
        case .cannotStart: .cannotStart
        case .died: .died
        case .silent: .silent
        case .garbled: .garbled
        case .closed: .closed
        case .noDialogue: .noDialogue
        }
    }
}

extension PAMHelperFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .busy: "PAM helper: too many requests wait"
        case .cannotStart(let code): "PAM helper: cannot be started: error \(code)"
        case .died: "PAM helper: died"
        case .silent: "PAM helper: no answer in time"
        case .garbled(let problem): "PAM helper: no message: \(problem)"
        case .closed: "PAM helper: closed"
        case .noDialogue: "PAM helper: nothing to go on with"
        }
    }
}
