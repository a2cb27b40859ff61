internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySessions
internal import Hummingbird

/// Open sessions: who is in, and out they go.
struct SessionRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("sessions", use: list).post("sessions/:id/end", use: end)
    }

    @Sendable private func list(request: Request, context: DeskContext) async throws -> DeskAnswer {
        let user = request.uri.queryParameters["user"].map { AccountName(stored: String($0)) }
        let sessions = try await administration.sessions(
            of: user, readBy: context.reader(), requestID: context.requestID)
        return try .json(["sessions": sessions.map { SessionDocument($0) }])
    }

    @Sendable private func end(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.order(ReasonOnly.self).mandate
        guard let id = SessionID(hex: try context.parameters.require("id")) else {
            throw DeskProblem.badRequest("a session's id has 64 hexadecimal digits")
        }
        try await administration.endSession(id, mandate)
        return .done
    }
}
