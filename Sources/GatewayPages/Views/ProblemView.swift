import GatewayIdentity

/// A refusal, in words: what happened, what to do, whom to ask.
struct ProblemView: PageView {
    static let template = TemplateName.problem
    let frame: PageFrame
    let heading: String
    let message: String
    /// How the page is coloured; the words say the same.
    let tone: String
    let remark: String?
    /// What it was about; only the owner of a verified certificate is told of consoles.
    let console: ConsoleView?
    let steps: [String]
    let hasSteps: Bool
    let certificate: CertificateView?
    let signIn: String?
    let retry: String?

    init(
        _ exchange: Exchange, heading: String, message: String, tone: Tone, remark: String? = nil, steps: [String] = [],
        certificate: ClientCertificate? = nil, signIn: String? = nil, offersRetry: Bool = false
    ) {
        frame = PageFrame(title: heading, of: exchange, showsReference: true)
        self.heading = heading
        self.message = message
        self.tone = tone.rawValue
        self.remark = remark
        console =
            exchange.visitor.person == nil
            ? nil : exchange.site.console(at: exchange.visitor.host).map { ConsoleView($0, in: exchange.language) }
        self.steps = steps
        hasSteps = !steps.isEmpty
        self.certificate = certificate.map { CertificateView($0, in: exchange.language) }
        self.signIn = signIn
        retry = offersRetry && exchange.isFetch ? exchange.returnTarget?.text : nil
    }

    enum Tone: String {
        case certificate = "tone-certificate"
        case denied = "tone-denied"
        case wait = "tone-wait"
    }
}
