import GatewayIdentity
import Hummingbird

/// The central login. It happens on the gate's own host; each console host receives its session by a one-time code.
struct SignInRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.login), use: askForFactors)
        router.post(RouterPath(Path.login), use: judgeFactors)
        router.get(RouterPath(Path.loginAnswer)) { _, _ in PageAnswer.seeOther(Path.login) }
        router.post(RouterPath(Path.loginAnswer), use: judgeAnswers)
        router.get(RouterPath(Path.welcome), use: welcome)
        router.get(RouterPath(Path.enter), use: enter)
        router.post(RouterPath(Path.logout), use: signOut)
    }

    @Sendable private func askForFactors(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let parameters = try exchange.parameters()
        if exchange.visitor.host != .gate, let origin = exchange.site.origin(of: exchange.visitor.host) {
            let destination = exchange.destination(parameters["to"])
            return .seeOther(exchange.loginURL(to: destination?.url ?? origin + "/"))
        }
        let person = try exchange.verifiedPerson()
        let destination = exchange.destination(parameters["to"])
        // Named by whoever led here, or known from the cookie of the session that is no more.
        let cause =
            parameters[SignOutCause.parameter].flatMap(SignOutCause.init(rawValue:))
            ?? exchange.visitor.sessionEnd.flatMap { SignOutCause($0) }
        let visit = exchange.visit(by: person)
        switch try await services.requirement(for: destination, visit: visit, session: exchange.visitor.session) {
        case .nothing where exchange.visitor.session != nil && parameters["fresh"] == "yes":
            let needed = try await services.freshFactors(visit: visit).needed
            return try await login(
                LoginView(exchange, person: person, destination: destination, asking: needed), in: exchange)
        case .nothing:
            return try await go(to: destination, with: exchange.visitor.session, visit: visit)
        case .factors(let needed):
            return try await login(
                LoginView(exchange, person: person, destination: destination, asking: needed, note: cause?.phrase),
                in: exchange)
        case .enrolment:
            return try await login(
                LoginView(exchange, person: person, destination: destination, asking: nil, note: cause?.phrase),
                in: exchange)
        }
    }

    @Sendable private func judgeFactors(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedOwner()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        let form = try exchange.form([
            "to", "totp", "password", "recovery_code", "webauthn", "unlock_code", "end_others",
        ])
        let destination = exchange.destination(form["to"])
        let visit = exchange.visit(by: person)
        let session = exchange.visitor.session
        let outcome: SignInOutcome =
            switch try SignInAttempt(form) {
            case .some(let attempt): try await services.signIn(attempt, visit: visit, session: session)
            case nil: .refused
            }
        return try await page(of: outcome, person, destination, in: exchange)
    }

    /// The answers to what was asked besides the password, or another password.
    @Sendable private func judgeAnswers(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        let form = try exchange.form(ReplyForm.fields)
        let destination = exchange.destination(form["to"])
        switch ReplyForm(form) {
        case nil:
            return .seeOther(exchange.loginURL(to: destination?.url))
        case .unfinished(let conversation):
            let view = PasswordChangeView(
                exchange, conversation: conversation, destination: destination, error: .passwordDiffers)
            return try self.form(view, in: exchange, status: 401)
        case .reply(let reply):
            let outcome = try await services.goOn(
                reply, visit: exchange.visit(by: person), session: exchange.visitor.session)
            return try await page(of: outcome, person, destination, in: exchange)
        }
    }

    /// What happened before this sign-in, to be read before going on.
    @Sendable private func welcome(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        let destination = exchange.destination(try exchange.parameters()["to"])
        guard let session = exchange.visitor.session else { return .seeOther(exchange.loginURL(to: destination?.url)) }
        let notice = try await services.notice(of: session, visit: exchange.visit(by: person))
        return try .html(
            templates.render(
                WelcomeView(
                    exchange, person: person, session: session, notice: notice, destination: destination)))
    }

    /// Takes the one-time code at the host of a console or of the desk, and gives that host its own cookie.
    @Sendable private func enter(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        let parameters = try exchange.parameters()
        guard exchange.visitor.host != .gate, let origin = exchange.site.origin(of: exchange.visitor.host) else {
            throw Refusal(.pathNotAllowed)
        }
        let destination = exchange.destination(parameters["to"]).flatMap { $0.host == exchange.visitor.host ? $0 : nil }
        let target = destination?.target ?? "/"
        guard let code = parameters["code"], (16...256).contains(code.utf8.count) else { throw Refusal(.badRequest) }
        guard let cookie = try await services.redeem(handoffCode: code, visit: exchange.visit(by: person)) else {
            // Coming back to a used link while signed in is no offence.
            if exchange.visitor.session != nil { return .seeOther(origin + target) }
            throw Refusal(.sessionUnknown)
        }
        return .seeOther(origin + target).with(SessionCookie.set(cookie))
    }

    @Sendable private func signOut(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        if let session = exchange.visitor.session {
            _ = try exchange.form([], of: session)
            try await services.signOut(of: session, visit: exchange.visit(by: person))
        }
        return try .html(templates.render(SignedOutView(exchange))).with(SessionCookie.clear)
    }
}

extension SignInRequirement {
    var needed: NeededFactors? {
        switch self {
        case .factors(let needed): needed
        case .nothing, .enrolment: nil
        }
    }
}

extension Destination {
    /// Where its host takes the one-time code.
    func entrance(withCode code: String) -> String {
        "\(origin)\(Path.enter)?code=\(PercentCoding.encode(code))&to=\(PercentCoding.encode(target))"
    }
}

extension SignInAttempt {
    /// `nil` when the form holds no factor. Apps show a code in groups, so its spaces are not part of it.
    init?(_ form: FormFields) throws {
        let webauthn = try form["webauthn"].map(PostedCredential.assertion)
        let password = form["password"]
        let recoveryCode = form["recovery_code"]
        let totp = form["totp"].map { $0.filter { $0 != " " } }
        guard totp != nil || password != nil || recoveryCode != nil || webauthn != nil else { return nil }
        self.init(
            totp: totp, password: password, recoveryCode: recoveryCode, webauthn: webauthn,
            unlockCode: form["unlock_code"], endsOtherSessions: form["end_others"] == "yes")
    }
}
