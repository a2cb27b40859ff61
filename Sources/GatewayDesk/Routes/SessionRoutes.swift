internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySessions
internal import Hummingbird

/// Open sessions: who is in, and out they go.
struct SessionRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Sessions", note: "Who is in.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "sessions", "listSessions", "Open sessions.", query: [.user],
            answers: .list("sessions", of: SessionDocument.self), refuses: [.notThere], use: Self.list),
        .post(
            "sessions/{id}/end", "endSession", "End one.", in: ["id": .digest], answers: .done,
            refuses: [.notThere], use: Self.end),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let user = try call.user()
        let sessions = try await administration.sessions(
            of: user, readBy: call.actor, requestID: call.requestID)
        return try .list("sessions", sessions.map { SessionDocument($0) })
    }

    @Sendable private func end(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        guard let id = SessionID(hex: try call.parameter("id")) else {
            throw DeskProblem.badRequest("a session's id has 64 hexadecimal digits")
        }
        try await administration.endSession(id, mandate)
        return .done
    }
}
