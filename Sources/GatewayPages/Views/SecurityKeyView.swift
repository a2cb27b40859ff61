import GatewayIdentity

/// Registers a security key: a name for it, and a button for the script.
struct SecurityKeyView: PageView {
    static let template = TemplateName.securityKey
    let frame: PageFrame
    let error: String?
    let action: String
    /// Only where the session acts.
    let formToken: String?
    let ceremony: CeremonyView
    let nameLimit: Int
    let replacement: ReplacementChoice?

    /// - Parameters:
    ///   - session: the one to which the key is added; `nil` where the administrator's code opened the way.
    ///   - factors: the person's, of which the key may replace one.
    init(
        _ exchange: Exchange, _ options: CreationOptionsText, of session: OpenSession? = nil,
        holding factors: [RegisteredFactor] = [], fault: KeyFault? = nil
    ) {
        frame = PageFrame(title: exchange.text(.keyTitle), of: exchange)
        error = fault.map { exchange.text($0.phrase) }
        action = session == nil ? Path.keyEnrolment : Path.keys
        formToken = session?.formToken
        ceremony = CeremonyView(
            task: .register, field: "credential", button: exchange.text(.keyRegister),
            options: options.text)
        nameLimit = AuthenticatorLabel.mostCharacters
        replacement = ReplacementChoice(among: factors, in: exchange.language)
    }
}

/// The part of a form in which a script talks to a security key (`Assets/security-key.js`).
struct CeremonyView: Sendable {
    enum Task: String {
        /// `navigator.credentials.get()`, with options from a document.
        case show
        /// `navigator.credentials.create()`, with options from the page.
        case register
    }

    let task: String
    /// The hidden field that takes the answer.
    let field: String
    let button: String
    /// JSON, or where it is to be had.
    let options: String
    let script: String

    init(task: Task, field: String, button: String, options: String) {
        self.task = task.rawValue
        self.field = field
        self.button = button
        self.options = options
        script = Asset.keyScript.path
    }
}

extension KeyFault {
    fileprivate var phrase: Phrase {
        switch self {
        case .notVerified: .keyNotVerified
        case .copyable: .keyCopyable
        case .modelNotAllowed: .keyModel
        case .alreadyRegistered: .keyKnown
        case .tooMany: .keyTooMany
        case .invalid: .keyInvalid
        }
    }
}
