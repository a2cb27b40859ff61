import GatewayIdentity
import Hummingbird

/// What a person does about their own authenticators, from my page; and the one press that stops a reset.
struct FactorRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.post(RouterPath(Path.addFactor), use: add)
        router.post(RouterPath(Path.confirmFactor), use: confirm)
        router.post(RouterPath(Path.renameFactor), use: rename)
        router.post(RouterPath(Path.loseFactor), use: reportLost)
        router.post(RouterPath(Path.removeFactor), use: remove)
        router.post(RouterPath(Path.ownLanguage), use: chooseLanguage)
        router.post(RouterPath(Path.askReset), use: askReset)
        router.post(RouterPath(Path.cancelReset), use: cancelReset)
    }

    /// The answer shows the secret, once.
    @Sendable private func add(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["name", "separate", ReplacementChoice.field], of: own.session)
        let declaration = FactorDeclaration(name: form["name"] ?? "", isSeparateDevice: form["separate"] == "yes")
        let old = form[ReplacementChoice.field].map(FactorHandle.init)
        switch try await services.beginApp(declaration, inPlaceOf: old, of: own.session, visit: own.visit) {
        case .begun(let pending, let offer):
            guard let details = OfferDetails(offer, in: own.exchange.language) else { throw UnshowableOffer() }
            return try .html(
                templates.render(OfferView(own.exchange, pending: pending, digits: offer.digits, offer: details)))
        case .freshFactorNeeded: return own.proveAgain
        case .badName: return try await own.page(.accountBadName)
        case .notReplaceable: throw Refusal(.badRequest)
        case .tooMany: return try await own.page(.accountTooManyDevices)
        }
    }

    @Sendable private func confirm(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["factor", "code"], of: own.session)
        let change = try await services.confirmToken(
            try handle(form), with: (form["code"] ?? "").filter { $0 != " " }, of: own.session, visit: own.visit)
        return try await own.page(after: change, done: .accountTokenConfirmed)
    }

    @Sendable private func rename(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["factor", "name"], of: own.session)
        let change = try await services.rename(
            try handle(form), to: form["name"] ?? "", of: own.session, visit: own.visit)
        return try await own.page(after: change, done: .accountRenamed)
    }

    @Sendable private func reportLost(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["factor"], of: own.session)
        let change = try await services.reportLost(try handle(form), of: own.session, visit: own.visit)
        return try await own.page(after: change, done: .accountLostReported)
    }

    @Sendable private func remove(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["factor"], of: own.session)
        let change = try await services.remove(try handle(form), of: own.session, visit: own.visit)
        return try await own.page(after: change, done: .accountFactorRemoved)
    }

    /// Stored with the account, and in this browser at once: pages of this very session speak it already.
    @Sendable private func chooseLanguage(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["language"], of: own.session)
        guard let language = form["language"].flatMap(Language.init(rawValue:)) else { throw Refusal(.badRequest) }
        try await services.chooseLanguage(language, of: own.session, visit: own.visit)
        return .seeOther(Path.account).with(LanguageChoice.setCookie(language))
    }

    @Sendable private func askReset(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let own = try OwnPage(context, services, templates)
        let form = try own.exchange.form(["account", "reason"], of: own.session)
        guard let partner = form["account"].map(AccountName.init(stored:)) else { throw Refusal(.badRequest) }
        switch try await services.askReset(
            of: partner, because: form["reason"] ?? "", of: own.session, visit: own.visit)
        {
        case .asked: return try await own.page(.resetAsked)
        case .freshFactorNeeded: return own.proveAgain
        case .alreadyOpen: return try await own.page(.resetOpenAlready)
        case .badReason: return try await own.page(.resetReasonMissing)
        case .notAllowed: throw Refusal(.actionDenied)
        }
    }

    /// No session is asked for: whoever lost their factors has none.
    @Sendable private func cancelReset(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        _ = try exchange.form([])
        _ = try await services.cancelReset(visit: exchange.visit(by: person))
        return try .html(templates.render(ResetCancelledView(exchange)))
    }

    private func handle(_ form: FormFields) throws(Refusal) -> FactorHandle {
        guard let text = form["factor"] else { throw Refusal(.badRequest) }
        return FactorHandle(text)
    }
}

/// My page, as the answer to a form of it.
private struct OwnPage {
    let exchange: Exchange
    let person: Person
    let session: OpenSession
    let visit: GatewayPages.Visit
    private let services: any PageServices
    private let templates: TemplateLibrary

    init(_ context: PageContext, _ services: any PageServices, _ templates: TemplateLibrary) throws(Refusal) {
        exchange = context.exchange
        person = try exchange.verifiedPerson()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        self.session = session
        visit = exchange.visit(by: person)
        self.services = services
        self.templates = templates
    }

    var proveAgain: PageAnswer {
        .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.account, afresh: true))
    }

    func page(_ message: Phrase) async throws -> PageAnswer {
        let overview = try await services.overview(of: session, visit: visit)
        return .html(
            try templates.render(
                AccountView(
                    exchange, person: person, session: session, overview: overview, message: exchange.text(message))))
    }

    func page(after change: FactorChange, done: Phrase) async throws -> PageAnswer {
        switch change {
        case .done: return try await page(done)
        case .freshFactorNeeded: return proveAgain
        case .lastOne: return try await page(.accountLastFactor)
        case .notPossible: return try await page(.accountNotPossible)
        case .refused: return try await page(.accountCodeRefused)
        case .badName: return try await page(.accountBadName)
        }
    }
}
