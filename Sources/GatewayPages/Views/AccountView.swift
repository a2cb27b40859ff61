import GatewayIdentity

/// My page: what the gateway holds about a person, and what they can do about it.
struct AccountView: PageView {
    static let template = TemplateName.account
    let frame: PageFrame
    let name: String
    let account: String
    let roles: [String]
    let until: TimeView
    let reached: GradeView
    let message: String?
    let notice: NoticeView
    let ending: EndWarningView
    let idleUntil: TimeView
    let rival: String?
    let certificate: CertificateView
    let certificates: CertificateRows?
    let grants: GrantRows?
    let factors: [FactorRow]
    let earlier: EarlierFactors?
    let sessions: [SessionRow]
    let hasOtherSessions: Bool
    let history: HistoryView?
    let recoveryLeft: String?
    let formToken: String
    let logout: String
    let endSession: String
    let endOthers: String
    let renewRecovery: String
    let addKey: String
    let addFactor: String
    let replacement: ReplacementChoice?
    let languages: [LanguageRow]
    let chooseLanguage: String
    let reset: ResetView?
    let partners: PartnerRows?

    init(_ exchange: Exchange, person: Person, session: OpenSession, overview: AccountOverview, message: String?) {
        let language = exchange.language
        frame = PageFrame(title: exchange.text(.accountTitle), of: exchange)
        name = person.displayName
        account = person.account.text
        roles = person.roles.map(\.text)
        until = TimeView(session.expiresAt, in: language)
        reached = GradeView(session.gradeReached, in: language)
        self.message = message
        notice = NoticeView(overview.notice, of: person, session: session, in: exchange)
        ending = EndWarningView(session, in: exchange)
        idleUntil = TimeView(session.idleExpiresAt, in: language)
        rival = overview.rivalSignIn.map {
            exchange.text(.rivalSignIn(time: TimeText.dateAndTime($0, in: language)))
        }
        certificate = CertificateView(person.certificate, in: language)
        certificates = CertificateRows(
            overview.certificates, beside: person.certificate, at: exchange.now, in: language)
        grants = GrantRows(overview.grants, in: exchange)
        factors = overview.factors.filter { !$0.state.isOver }.enumerated().map { FactorRow($1, at: $0, in: language) }
        earlier = EarlierFactors(overview.factors.filter(\.state.isOver), in: language)
        sessions = overview.sessions.map { SessionRow($0, isCurrent: $0.handle == session.handle, in: language) }
        hasOtherSessions = overview.sessions.contains { $0.handle != session.handle }
        history = overview.visits.map { HistoryView(visits: $0.map { VisitRow($0, in: language) }) }
        recoveryLeft = overview.recoveryCodesLeft.map { exchange.text(.recoveryCodesLeft($0)) }
        formToken = session.formToken
        logout = Path.logout
        endSession = Path.endSession
        endOthers = Path.endOtherSessions
        renewRecovery = Path.recoveryCodes
        addKey = Path.keys
        addFactor = Path.addFactor
        replacement = ReplacementChoice(among: overview.factors, in: language)
        languages = Language.allCases.map { LanguageRow($0, isChosen: $0 == overview.language) }
        chooseLanguage = Path.ownLanguage
        reset = overview.reset.map { ResetView($0, in: exchange) }
        partners = PartnerRows(overview.partners)
    }
}

struct SessionRow: Sendable {
    let handle: String
    let isCurrent: Bool
    let started: TimeView
    let lastSeen: TimeView
    let place: String
    let device: String
    let grade: GradeView

    init(_ session: SessionSummary, isCurrent: Bool, in language: Language) {
        handle = session.handle.text
        self.isCurrent = isCurrent
        started = TimeView(session.startedAt, in: language)
        lastSeen = TimeView(session.lastSeenAt, in: language)
        place = session.place ?? Phrase.accountUnknownPlace.text(in: language)
        device = DeviceName(userAgent: session.userAgent).text ?? Phrase.accountUnknownDevice.text(in: language)
        grade = GradeView(session.gradeReached, in: language)
    }
}

struct HistoryView: Sendable {
    let visits: [VisitRow]
}

struct VisitRow: Sendable {
    let at: TimeView
    let place: String
    let device: String
    let succeeded: Bool

    init(_ visit: PastVisit, in language: Language) {
        at = TimeView(visit.at, in: language)
        place = visit.place ?? Phrase.accountUnknownPlace.text(in: language)
        device = DeviceName(userAgent: visit.userAgent).text ?? Phrase.accountUnknownDevice.text(in: language)
        succeeded = visit.succeeded
    }
}
