import GatewayIdentity
import HTTPTypes
import Hummingbird
import Logging

/// Every route of ours on Hummingbird's router, without its server: an exchange in, a whole answer out.
struct PageRouter: Sendable {
    private let responder: RouterResponder<PageContext>

    init(services: any PageServices, templates: TemplateLibrary, refusals: RefusalAnswer) {
        let router = Router(context: PageContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RouteGuard(refusals: refusals))
        NodeRoutes(services: services).add(to: router)
        SessionRoutes(services: services).add(to: router)
        SignInRoutes(services: services, templates: templates).add(to: router)
        AccountRoutes(services: services, templates: templates).add(to: router)
        FactorRoutes(services: services, templates: templates).add(to: router)
        EnrolmentRoutes(services: services, templates: templates).add(to: router)
        TerminalRoutes(services: services, templates: templates).add(to: router)
        SecurityKeyRoutes(services: services, templates: templates).add(to: router)
        responder = router.buildResponder()
    }

    func answer(_ exchange: Exchange, logger: Logger) async throws -> LocalResponse {
        guard let method = HTTPRequest.Method(exchange.request.method) else { throw Refusal(.badRequest) }
        // The router needs method and path; routes read everything else from the exchange.
        let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: exchange.request.path)
        let context = PageContext(source: .init(exchange: exchange, logger: logger))
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context)
        return try await LocalResponse(collecting: response)
    }
}
