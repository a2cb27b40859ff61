public import GatewayPAMWire

/// Why the helper has given no answer. Nobody is let in; one attempt is lost, and the next has a new helper.
public enum PAMHelperFailure: Error, Hashable, Sendable {
    /// More requests wait than may.
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
        }
    }
}
