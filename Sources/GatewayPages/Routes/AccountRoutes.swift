import GatewayIdentity
import Hummingbird

/// My page, and what is done from it. On the gate's host only.
struct AccountRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.own)) { _, context in
            PageAnswer.seeOther(context.exchange.site.gateOrigin + Path.account)
        }
        router.get(RouterPath(Path.account), use: show)
        router.post(RouterPath(Path.endSession), use: endSession)
        router.post(RouterPath(Path.endOtherSessions), use: endOtherSessions)
        router.post(RouterPath(Path.recoveryCodes), use: renewRecoveryCodes)
        router.post(RouterPath(Path.stay), use: stay)
        router.post(RouterPath(Path.disown), use: disown)
    }

    @Sendable private func show(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        guard exchange.visitor.host == .gate else { return .seeOther(exchange.site.gateOrigin + Path.account) }
        let person = try exchange.verifiedPerson()
        guard let session = exchange.visitor.session else {
            switch exchange.audience {
            case .person:
                let cause = exchange.visitor.sessionEnd.flatMap(SignOutCause.init)
                return .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.account, because: cause))
            case .program: throw Refusal(.sessionMissing)
            }
        }
        return try await page(exchange, person: person, session: session)
    }

    @Sendable private func endSession(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person, session) = try signedIn(context)
        let form = try exchange.form(["session"], of: session)
        guard let handle = form["session"].map(SessionHandle.init) else { throw Refusal(.badRequest) }
        let visit = exchange.visit(by: person)
        if handle == session.handle {
            try await services.signOut(of: session, visit: visit)
            return try .html(templates.render(SignedOutView(exchange))).with(SessionCookie.clear)
        }
        // Ended already by itself or elsewhere: what was asked for is so.
        _ = try await services.endSession(handle, of: session, visit: visit)
        return try await page(exchange, person: person, session: session, message: exchange.text(.sessionEnded))
    }

    @Sendable private func endOtherSessions(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person, session) = try signedIn(context)
        _ = try exchange.form([], of: session)
        let ended = try await services.endOtherSessions(of: session, visit: exchange.visit(by: person))
        return try await page(
            exchange, person: person, session: session, message: exchange.text(.otherSessionsEnded(ended)))
    }

    @Sendable private func renewRecoveryCodes(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person, session) = try signedIn(context)
        _ = try exchange.form([], of: session)
        switch try await services.renewRecoveryCodes(of: session, visit: exchange.visit(by: person)) {
        case .codes(let codes):
            return .html(
                try templates.render(
                    RecoveryView(exchange, message: .recoveryReplaced, codes: codes, next: Path.account)))
        case .freshFactorNeeded:
            return .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.account, afresh: true))
        case .notAllowed:
            throw Refusal(.actionDenied)
        }
    }

    @Sendable private func stay(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person, session) = try signedIn(context)
        _ = try exchange.form([], of: session)
        try await services.stay(in: session, visit: exchange.visit(by: person))
        return .seeOther(Path.account)
    }

    /// "This was not me": one press, then nobody is in under this name, and the page says what happens next.
    @Sendable private func disown(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person, session) = try signedIn(context)
        _ = try exchange.form([], of: session)
        try await services.disown(session, visit: exchange.visit(by: person))
        let view = ProblemView(
            exchange, heading: exchange.text(.disownedTitle), message: exchange.text(.disownedDone), tone: .denied,
            steps: [Phrase.disownedCall, .disownedCheck, .disownedWait].map { exchange.text($0) })
        return try .html(templates.render(view)).with(SessionCookie.clear)
    }

    private func signedIn(_ context: PageContext) throws(Refusal) -> (Exchange, Person, OpenSession) {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        return (exchange, person, session)
    }

    private func page(_ exchange: Exchange, person: Person, session: OpenSession, message: String? = nil) async throws
        -> PageAnswer
    {
        let overview = try await services.overview(of: session, visit: exchange.visit(by: person))
        return .html(
            try templates.render(
                AccountView(exchange, person: person, session: session, overview: overview, message: message)))
    }
}
