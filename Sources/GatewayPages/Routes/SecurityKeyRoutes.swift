import GatewayIdentity
import GatewayWebAuthn
import Hummingbird

/// Security keys: the pages on which one is registered, and the documents for scripts and programs.
struct SecurityKeyRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.post(RouterPath(Path.keyRequest), use: request)
        router.post(RouterPath(Path.keyCreation), use: creation)
        router.post(RouterPath(Path.keyRegistration), use: registration)
        router.post(RouterPath(Path.keyEnrolment), use: enrol)
        router.get(RouterPath(Path.keys), use: offer)
        router.post(RouterPath(Path.keys), use: addKey)
    }

    // MARK: Documents

    @Sendable private func request(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try posted(context)
        _ = try DocumentProblem.members(of: exchange.request.body, among: [])
        switch try await services.keyRequest(visit: exchange.visit(by: person)) {
        case .options(let options): return .json(try JSONText.encode(KeyRequestDocument(options)))
        case .denied(let reason): throw Refusal(reason)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    @Sendable private func creation(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try posted(context)
        let code = try KeyCreationRequest(exchange.request.body).code
        switch try await begin(code, exchange, person) {
        case .begun(let options): return .json(try JSONText.encode(KeyCreationDocument(options)))
        case .refused: throw Refusal(.factorFailed)
        case .freshFactorNeeded: throw Refusal(.factorMissing)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func begin(_ code: String?, _ exchange: Exchange, _ person: Person) async throws -> KeyRegistrationStart {
        let visit = exchange.visit(by: person)
        if let code { return try await services.beginKeyRegistration(withCode: code, visit: visit) }
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        return try await services.beginKeyRegistration(of: session, visit: visit)
    }

    @Sendable private func registration(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try posted(context)
        let document = try KeyRegistrationDocument(exchange.request.body)
        let end = try await services.registerKey(
            document.presented, called: document.label, inPlaceOf: document.replaces, of: exchange.visitor.session,
            visit: exchange.visit(by: person))
        switch end {
        case .registered(let key, let codes):
            return .json(try JSONText.encode(RegisteredKeyDocument(key, recoveryCodes: codes)), status: 201)
        case .refused, .expired: throw Refusal(.factorFailed)
        case .notReplaceable: throw Refusal(.badRequest)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    /// A form of a foreign page cannot send this type without a preflight, which is never answered.
    private func posted(_ context: PageContext) throws(Refusal) -> (Exchange, Person) {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        try exchange.requireSameOrigin()
        guard exchange.request.mediaType == "application/json" else { throw Refusal(.badRequest) }
        return (exchange, person)
    }

    // MARK: Pages

    /// What the administrator's code opened (`EnrolmentRoutes`) ends here.
    @Sendable private func enrol(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try onGate(context)
        let form = try exchange.form(["name", "credential"])
        switch try await register(form, exchange, person, session: nil) {
        case .registered(_, let codes):
            return try .html(
                templates.render(RecoveryView(exchange, message: .keyDone, codes: codes, next: Path.login)))
        case .refused(let fault, let next?):
            return try .html(
                templates.render(SecurityKeyView(exchange, CreationOptionsText(next), fault: fault)), status: 401)
        case .refused, .expired:
            return try .html(templates.render(EnrolmentView(exchange, error: .enrolExpired)), status: 401)
        case .notReplaceable: throw Refusal(.badRequest)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    @Sendable private func offer(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        guard exchange.visitor.host == .gate else { return .seeOther(exchange.site.gateOrigin + Path.keys) }
        let person = try exchange.verifiedPerson()
        guard let session = exchange.visitor.session else {
            return .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.keys))
        }
        return try await offer(exchange, person, session)
    }

    private func offer(
        _ exchange: Exchange, _ person: Person, _ session: OpenSession, after fault: KeyFault? = nil
    ) async throws -> PageAnswer {
        switch try await services.beginKeyRegistration(of: session, visit: exchange.visit(by: person)) {
        case .begun(let options):
            let factors = try await services.overview(of: session, visit: exchange.visit(by: person)).factors
            let view = SecurityKeyView(
                exchange, try CreationOptionsText(options), of: session, holding: factors, fault: fault)
            return try .html(templates.render(view), status: fault == nil ? 200 : 401)
        case .freshFactorNeeded:
            return .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.keys, afresh: true))
        case .refused: throw Refusal(.certificateNotBound)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    @Sendable private func addKey(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try onGate(context)
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        let form = try exchange.form(["name", "credential", ReplacementChoice.field], of: session)
        switch try await register(form, exchange, person, session: session) {
        case .registered(_, let codes):
            return try .html(
                templates.render(RecoveryView(exchange, message: .keyDone, codes: codes, next: Path.account)))
        case .refused(let fault, _): return try await offer(exchange, person, session, after: fault)
        case .expired: return try await offer(exchange, person, session, after: .invalid)
        case .notReplaceable: throw Refusal(.badRequest)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func register(
        _ form: FormFields, _ exchange: Exchange, _ person: Person, session: OpenSession?
    ) async throws -> KeyRegistrationEnd {
        guard let label = form["name"].flatMap(AuthenticatorLabel.init), let credential = form["credential"] else {
            throw Refusal(.badRequest)
        }
        return try await services.registerKey(
            PostedCredential.registration(in: credential), called: label,
            inPlaceOf: form[ReplacementChoice.field].map(FactorHandle.init), of: session,
            visit: exchange.visit(by: person))
    }

    private func onGate(_ context: PageContext) throws(Refusal) -> (Exchange, Person) {
        let person = try context.exchange.verifiedPerson()
        guard context.exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        return (context.exchange, person)
    }
}

/// A key that was just registered.
private struct RegisteredKeyDocument: Encodable {
    let authenticator: String
    /// Shown once; absent where there are none.
    let recoveryCodes: [String]?

    init(_ id: AuthenticatorID, recoveryCodes: [String]) {
        authenticator = id.text
        self.recoveryCodes = recoveryCodes.isEmpty ? nil : recoveryCodes
    }

    private enum CodingKeys: String, CodingKey {
        case authenticator
        case recoveryCodes = "recovery_codes"
    }
}
