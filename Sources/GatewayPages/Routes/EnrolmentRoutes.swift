import GatewayIdentity
import Hummingbird

/// Registers an authenticator app, or leads to the registration of a security key. The certificate must be proven; the administrator's code stands in for the factor
/// that is not there yet.
struct EnrolmentRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.enrolment), use: askForCode)
        router.post(RouterPath(Path.enrolment), use: begin)
        router.post(RouterPath(Path.enrolmentConfirmation), use: confirm)
    }

    @Sendable private func askForCode(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        guard exchange.visitor.host == .gate else { return .seeOther(exchange.site.gateOrigin + Path.enrolment) }
        _ = try exchange.verifiedPerson()
        return try .html(templates.render(EnrolmentView(exchange)))
    }

    /// The answer shows the secret. It is the only one that does: it may not be cached, and asking again needs a new
    /// code.
    @Sendable private func begin(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try onGate(context)
        let form = try exchange.form(["code", "kind", "name", "separate"])
        let declaration = FactorDeclaration(name: form["name"] ?? "", isSeparateDevice: form["separate"] == "yes")
        guard let code = form["code"] else {
            return try .html(templates.render(EnrolmentView(exchange, error: .enrolRefused)), status: 401)
        }
        if form["kind"] == "key" { return try await beginKey(withCode: code, exchange, person) }
        switch try await services.beginEnrolment(
            withCode: code, declaring: declaration, visit: exchange.visit(by: person))
        {
        case .begun(let pending, let offer):
            guard let details = OfferDetails(offer, in: exchange.language) else { throw UnshowableOffer() }
            return try .html(
                templates.render(OfferView(exchange, pending: pending, digits: offer.digits, offer: details)))
        case .refused:
            return try .html(templates.render(EnrolmentView(exchange, error: .enrolRefused)), status: 401)
        case .throttled(let retryAfter):
            throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func beginKey(withCode code: String, _ exchange: Exchange, _ person: Person) async throws -> PageAnswer {
        switch try await services.beginKeyRegistration(withCode: code, visit: exchange.visit(by: person)) {
        case .begun(let options):
            return try .html(templates.render(SecurityKeyView(exchange, CreationOptionsText(options))))
        case .refused, .freshFactorNeeded:
            return try .html(templates.render(EnrolmentView(exchange, error: .enrolRefused)), status: 401)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    @Sendable private func confirm(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let (exchange, person) = try onGate(context)
        let form = try exchange.form(["pending", "digits", "totp"])
        guard let pending = form["pending"].map(PendingEnrolment.init), let digits = form["digits"].flatMap(Int.init),
            digits == 6 || digits == 8
        else { throw Refusal(.badRequest) }
        let totp = (form["totp"] ?? "").filter { $0 != " " }
        switch try await services.confirmEnrolment(pending, with: totp, visit: exchange.visit(by: person)) {
        case .enrolled(let codes):
            return try .html(
                templates.render(
                    RecoveryView(
                        exchange, message: .enrolDone, codes: codes,
                        next: exchange.visitor.session == nil ? Path.login : Path.account)))
        case .refused:
            return .html(
                try templates.render(
                    OfferView(exchange, pending: pending, digits: digits, offer: nil, error: .enrolWrong)),
                status: 401)
        case .expired:
            return try .html(templates.render(EnrolmentView(exchange, error: .enrolExpired)), status: 401)
        case .throttled(let retryAfter):
            throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func onGate(_ context: PageContext) throws(Refusal) -> (Exchange, Person) {
        let person = try context.exchange.verifiedPerson()
        guard context.exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        return (context.exchange, person)
    }
}

/// The service made an `otpauth` URI that fits no QR code.
struct UnshowableOffer: Error {}
