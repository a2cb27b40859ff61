import GatewayIdentity
import Hummingbird

/// Sessions for programs, as JSON: look, open (or raise), end.
struct SessionRoutes: Sendable {
    let services: any PageServices

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.session), use: show)
        router.post(RouterPath(Path.session), use: open)
        router.delete(RouterPath(Path.session), use: end)
    }

    @Sendable private func show(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let person = try context.exchange.verifiedPerson()
        guard let session = context.exchange.visitor.session else { throw Refusal(.sessionMissing) }
        return .json(try JSONText.encode(SessionDocument(session, of: person)))
    }

    @Sendable private func open(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedOwner()
        try exchange.requireSameOrigin()
        // A form of a foreign page cannot send this type without a preflight, which is never answered.
        guard exchange.request.mediaType == "application/json" else { throw Refusal(.badRequest) }
        switch try await outcome(of: exchange.request.body, exchange, person) {
        case .accepted(let signedIn):
            let document = SessionDocument(signedIn.session, of: person, token: signedIn.token)
            return .json(try JSONText.encode(document), status: 201).with(SessionCookie.set(signedIn.cookie))
        case .refused:
            throw Refusal(.factorFailed)
        case .incomplete(let needed):
            throw Refusal(.factorMissing, factors: needed.kinds)
        case .over:
            throw Refusal(.factorMissing, factors: [.password])
        case .asksMore(let question):
            let document = QuestionDocument(question, title: exchange.text(.questionTitle), exchange.requestID)
            return .problem(try JSONText.encode(document), status: document.status)
        case .otherSessionOpen:
            throw Refusal(.concurrentSession)
        case .denied(let reason):
            throw Refusal(reason)
        case .throttled(let retryAfter):
            throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func outcome(of body: [UInt8], _ exchange: Exchange, _ person: Person) async throws -> SignInOutcome {
        let (visit, session) = (exchange.visit(by: person), exchange.visitor.session)
        if let document = try ReplyDocument(body) {
            return try await services.goOn(document.reply, visit: visit, session: session)
        }
        return try await services.signIn(try FactorDocument(body).attempt, visit: visit, session: session)
    }

    @Sendable private func end(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        try exchange.requireSameOrigin()
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        try await services.signOut(of: session, visit: exchange.visit(by: person))
        return .noContent.with(SessionCookie.clear)
    }
}

/// A session as programs read it. Times are RFC 3339.
struct SessionDocument: Encodable {
    let user: String
    let roles: [String]
    let factors: [Factor]
    let expiresAt: String
    let idleExpiresAt: String
    let gradeReached: String
    /// For the header `Gwanmun-Session`; only in the answer that opens the session.
    let token: String?

    struct Factor: Encodable {
        let kind: String
        let at: String
    }

    init(_ session: OpenSession, of person: Person, token: String? = nil) {
        user = person.account.text
        roles = person.roles.map(\.text)
        factors = session.factors.map { Factor(kind: $0.kind.rawValue, at: RFC3339.string($0.at)) }
        expiresAt = RFC3339.string(session.expiresAt)
        idleExpiresAt = RFC3339.string(session.idleExpiresAt)
        gradeReached = session.gradeReached.rawValue
        self.token = token
    }

    private enum CodingKeys: String, CodingKey {
        case user, roles, factors, token
        case expiresAt = "expires_at"
        case idleExpiresAt = "idle_expires_at"
        case gradeReached = "grade_reached"
    }
}
