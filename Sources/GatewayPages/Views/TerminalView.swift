import GatewayIdentity

/// Explains the code for the terminal; after the button, shows it once.
struct TerminalView: PageView {
    static let template = TemplateName.terminal
    let frame: PageFrame
    let code: String?
    let action: String
    let formToken: String

    init(_ exchange: Exchange, session: OpenSession, code: String? = nil) {
        frame = PageFrame(title: exchange.text(.terminalTitle), of: exchange)
        self.code = code
        action = Path.terminal
        formToken = session.formToken
    }
}
