import GatewayIdentity

/// The login: certificate proven, second factor asked for.
struct LoginView: PageView {
    static let template = TemplateName.login
    let frame: PageFrame
    let greeting: String
    let account: String
    let console: ConsoleView?
    /// Why the person is here again.
    let note: String?
    let error: String?
    /// What is asked for and cannot be shown to this gateway yet: then there is no form, for none would help.
    let notOffered: String?
    /// Nothing can be proven before an authenticator is registered.
    let enrolsFirst: Bool
    let factors: FactorFields?
    /// A security key is asked for that the person has not: where they add one.
    let addKey: String?
    let otherSessionOpen: Bool
    let to: String?
    let action: String
    let enrolment: String
    /// Told before any second factor: whoever lost theirs can still say no.
    var reset: ResetView?

    init(
        _ exchange: Exchange, person: Person, destination: Destination?, asking needed: NeededFactors?,
        note: Phrase? = nil, error: Phrase? = nil,
        otherSessionOpen: Bool = false
    ) {
        frame = PageFrame(title: exchange.text(.loginTitle), of: exchange)
        greeting = exchange.text(.greeting(name: person.displayName))
        account = person.account.text
        console = destination.flatMap { exchange.site.console(at: $0.host) }.map {
            ConsoleView($0, in: exchange.language)
        }
        let notOffered = needed?.kinds.filter { !exchange.site.offers($0) } ?? []
        self.notOffered =
            notOffered.isEmpty
            ? nil
            : exchange.text(
                .factorNotOffered(notOffered.map { exchange.text($0.phrase) }.joined(separator: ", ")))
        let asksAgain = needed?.isStepUp == true && notOffered.isEmpty
        self.note = (note ?? (asksAgain ? .factorStepUp : nil)).map { exchange.text($0) }
        self.error = error.map { exchange.text($0) }
        enrolsFirst = needed == nil
        let lacksKey = needed?.lacksSecurityKey == true && notOffered.isEmpty
        addKey = lacksKey ? Path.keys : nil
        factors =
            notOffered.isEmpty && !lacksKey
            ? needed.map { FactorFields($0, hasError: error != nil, in: exchange.language) } : nil
        self.otherSessionOpen = otherSessionOpen
        to = destination?.url
        action = Path.login
        enrolment = Path.enrolment
    }
}

/// The inputs of the login form.
struct FactorFields: Sendable {
    let totp: CodeField?
    let key: CeremonyView?
    /// A key in the place of the code.
    let isChoice: Bool
    /// Something is typed in, and sent by a button.
    let isTyped: Bool
    let password: Bool
    let recovery: Bool
    let hasError: Bool

    init(_ needed: NeededFactors, hasError: Bool, in language: Language) {
        totp = needed.kinds.contains(.totp) ? CodeField(digits: needed.codeDigits, in: language) : nil
        let isKeyAsked = needed.kinds.contains(.webauthn)
        key =
            isKeyAsked || needed.securityKeyAllowed
            ? CeremonyView(
                task: .show, field: "webauthn", button: Phrase.keyShow.text(in: language), options: Path.keyRequest)
            : nil
        isChoice = needed.securityKeyAllowed && !isKeyAsked && totp != nil
        password = needed.kinds.contains(.password)
        recovery = needed.recoveryCodeAllowed
        isTyped = totp != nil || password || recovery
        self.hasError = hasError
    }
}

struct CodeField: Sendable {
    let hint: String
    let digits: Int

    init(digits: Int, in language: Language) {
        hint = Sentence.enterCode(digits: digits).text(in: language)
        self.digits = digits
    }
}

/// Signed in, with something to read before going on.
struct WelcomeView: PageView {
    static let template = TemplateName.welcome
    let frame: PageFrame
    let notice: NoticeView
    let console: ConsoleView?
    let next: String
    let accountPage: String
    let ending: EndWarningView

    init(
        _ exchange: Exchange, person: Person, session: OpenSession, notice: SignInNotice, destination: Destination?
    ) {
        frame = PageFrame(title: exchange.text(.welcomeTitle), of: exchange)
        self.notice = NoticeView(notice, of: person, session: session, in: exchange)
        ending = EndWarningView(session, in: exchange)
        console = destination.flatMap { exchange.site.console(at: $0.host) }.map {
            ConsoleView($0, in: exchange.language)
        }
        next = destination.map { "\(Path.login)?to=\(PercentCoding.encode($0.url))" } ?? Path.account
        accountPage = Path.account
    }
}

struct SignedOutView: PageView {
    static let template = TemplateName.signedOut
    let frame: PageFrame

    init(_ exchange: Exchange) {
        frame = PageFrame(title: exchange.text(.sessionLogout), of: exchange)
    }
}
