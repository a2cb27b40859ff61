internal import GatewayAccess
public import GatewayIdentity
internal import GatewaySCIM
internal import HTTPTypes
internal import Hummingbird
public import Logging

/// The administration API (`/api/v1`), for the desk's listener and the control
/// socket alike.
public struct DeskResponder: Sendable {
    /// Bytes of a request body: every policy that there can be fits into one. The next longest are a file of people
    /// (`RosterFile.sizeLimit`), spelled as JSON, and an import of as many tokens as one may hold (`Administration.tokenLimit`).
    public static let bodyLimit = PolicyBundle.messageLimit

    private let services: DeskServices
    private let router: RouterResponder<DeskContext>
    private let logger: Logger

    public init(services: DeskServices, logger: Logger) {
        self.services = services
        self.logger = logger
        let router = Router(context: DeskContext.self)
        for part in DeskAPI.parts { part.init(services).add(to: router) }
        self.router = router.buildResponder()
    }

    /// Never throws: what goes wrong inside is logged and answered as a problem. A refusal of authority is recorded.
    public func respond(to request: DeskRequest, requestID: GatewayIdentity.RequestID) async -> DeskResponse {
        do {
            return try await answer(request, requestID)
        } catch {
            let problem = await problem(for: error, request, requestID)
            let isSCIM = request.path.hasPrefix("/\(SCIMRoutes.root)/")
            return isSCIM ? SCIMRoutes.answer(error, as: problem) : respond(with: problem, requestID)
        }
    }

    private func answer(_ request: DeskRequest, _ requestID: GatewayIdentity.RequestID) async throws -> DeskResponse {
        guard request.body.count <= Self.bodyLimit else {
            throw DeskProblem(status: 413, reason: .tooLarge, detail: "a body here has at most \(Self.bodyLimit) bytes")
        }
        guard let method = HTTPRequest.Method(request.method) else {
            throw DeskProblem.badRequest("the method is no token")
        }
        let target = request.query.map { "\(request.path)?\($0)" } ?? request.path
        let context = DeskContext(
            source: .init(request: request, requestID: requestID, now: services.clock(), logger: logger))
        let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: target)
        let response = try await router.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context)
        let answer = try await DeskResponse(collecting: response, or: context.streamed.stream)
        // The router's own word for a path that nobody has.
        guard answer.status != 404 || !answer.body.isEmpty else {
            throw DeskProblem.nowhere(request)
        }
        return answer
    }

    private func problem(for error: any Error, _ request: DeskRequest, _ requestID: GatewayIdentity.RequestID) async
        -> DeskProblem
    {
        switch error {
        case let problem as DeskProblem:
            return await recorded(problem, request, requestID)
        case let problem as SCIMProblem:
            return DeskProblem(status: problem.status, reason: .badRequest, detail: problem.detail)
        case let problem as AdministrationProblem:
            return await recorded(DeskProblem(problem), request, requestID)
        case let error as HTTPError where error.status == .notFound:
            return .nowhere(request)
        case let error as HTTPError:
            return DeskProblem(
                status: error.status.code, reason: .badRequest, detail: error.body ?? error.status.reasonPhrase)
        default:
            logger.error("desk: \(error)", metadata: ["request_id": "\(requestID)"])
            return DeskProblem(
                status: 503, reason: .overloaded,
                detail: "the node could not do this; its log says why, under this request id")
        }
    }

    private func recorded(_ problem: DeskProblem, _ request: DeskRequest, _ requestID: GatewayIdentity.RequestID) async
        -> DeskProblem
    {
        await DeskGate(services.access.administration).recorded(
            problem, of: "\(request.method) \(request.path)", by: request.actor, requestID: requestID)
    }

    private func respond(with problem: DeskProblem, _ requestID: GatewayIdentity.RequestID) -> DeskResponse {
        do {
            let body = try DeskJSON.encode(DeskProblemDocument(problem, requestID: requestID))
            return DeskResponse(
                status: problem.status, contentType: "application/problem+json", body: body, headers: problem.headers)
        } catch {
            logger.error(
                "desk: a problem document could not be written: \(error)", metadata: ["request_id": "\(requestID)"])
            return DeskResponse(status: problem.status, contentType: "application/problem+json", body: [])
        }
    }
}
