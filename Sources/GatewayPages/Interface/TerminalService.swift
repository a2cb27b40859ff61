/// Carries a login from the browser to a command-line tool of the same person.
public protocol TerminalService: Sendable {
    /// A code to be typed on a terminal, once and within two minutes. `nil` when the session is not good any more.
    func terminalCode(for session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> String?

    /// Uses a code up, for a tool that shows the certificate of the browser.
    func redeem(terminalCode: String, visit: Visit) async throws(ServiceUnavailable) -> TerminalEntry
}

public enum TerminalEntry: Hashable, Sendable {
    /// The token is for the header `Gwanmun-Session`.
    case entered(OpenSession, token: String)
    /// Unknown, used, too old, or made with another certificate: one answer for all.
    case refused
    case throttled(retryAfter: Duration)
}
