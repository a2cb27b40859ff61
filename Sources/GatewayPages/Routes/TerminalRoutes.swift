import GatewayIdentity
import Hummingbird

/// The page that shows a code for the terminal, and where the tool brings it.
struct TerminalRoutes: Sendable {
    let services: any PageServices
    let templates: TemplateLibrary

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.terminal), use: explain)
        router.post(RouterPath(Path.terminal), use: makeCode)
        router.post(RouterPath(Path.terminalEntry), use: enter)
    }

    @Sendable private func explain(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        guard exchange.visitor.host == .gate else { return .seeOther(exchange.site.gateOrigin + Path.terminal) }
        _ = try exchange.verifiedPerson()
        guard let session = exchange.visitor.session else {
            return .seeOther(exchange.loginURL(to: exchange.site.gateOrigin + Path.terminal))
        }
        return try .html(templates.render(TerminalView(exchange, session: session)))
    }

    /// The answer shows the code. Asking again makes another one.
    @Sendable private func makeCode(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        guard exchange.visitor.host == .gate else { throw Refusal(.pathNotAllowed) }
        guard let session = exchange.visitor.session else { throw Refusal(.sessionMissing) }
        _ = try exchange.form([], of: session)
        guard let code = try await services.terminalCode(for: session, visit: exchange.visit(by: person)) else {
            throw Refusal(.sessionEnded)
        }
        return try .html(templates.render(TerminalView(exchange, session: session, code: code)))
    }

    /// `{"code": "7ZKQ-03MF-9TXA-C2RW"}`, answered like a login.
    @Sendable private func enter(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let exchange = context.exchange
        let person = try exchange.verifiedPerson()
        try exchange.requireSameOrigin()
        guard exchange.request.mediaType == "application/json",
            let fields = FlatJSON.pairs(in: exchange.request.body), fields.count == 1, fields[0].0 == "code"
        else { throw Refusal(.badRequest) }
        switch try await services.redeem(terminalCode: fields[0].1, visit: exchange.visit(by: person)) {
        case .entered(let session, let token):
            return .json(try JSONText.encode(SessionDocument(session, of: person, token: token)), status: 201)
        case .refused: throw Refusal(.factorFailed)
        case .throttled(let retryAfter): throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }
}
