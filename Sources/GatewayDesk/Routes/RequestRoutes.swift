internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Requests about accounts: asked for by one person, decided by another.
struct RequestRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Requests", note: "Changes of accounts that one person asks for and another decides.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "requests", "listRequests", "Requests that wait, oldest first.",
            answers: .list("requests", of: RequestDocument.self), use: Self.list),
        .post(
            "requests/account", "requestAccount", "Ask for an account.", taking: AddUser.self,
            answers: .created(RequestDocument.self, "It waits."), refuses: [.conflict, .impossible], use: Self.account),
        .post(
            "requests/roles", "requestRoles", "Ask for other roles for an account.", taking: RequestRoles.self,
            answers: .created(RequestDocument.self, "It waits."), refuses: [.notThere, .conflict, .impossible],
            use: Self.roles),
        .post(
            "requests/opening", "requestOpening", "Ask for an emergency account to be opened.",
            taking: RequestOpening.self,
            answers: .created(RequestDocument.self, "It waits."), refuses: [.notThere, .conflict, .impossible],
            use: Self.opening),
        .post(
            "requests/{id}/approve", "approveRequest", "Approve what somebody else asked for: it is done.",
            answers: .ok(RequestDocument.self), refuses: [.notThere, .conflict, .impossible], use: Self.approve),
        .post(
            "requests/{id}/reject", "rejectRequest", "Reject it.", answers: .ok(RequestDocument.self),
            refuses: [.notThere, .conflict], use: Self.reject),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let requests = try await administration.openRequests(
            readBy: call.actor, requestID: call.requestID)
        return try .list("requests", requests.map { RequestDocument($0) })
    }

    @Sendable private func account(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(AddUser.self)
        return try .json(
            RequestDocument(try await administration.request(body.account(), mandate)), status: .created)
    }

    @Sendable private func roles(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RequestRoles.self)
        let request = try await administration.requestRoles(
            Set(body.roles.map(RoleName.init)), for: AccountName(stored: body.name), mandate)
        return try .json(RequestDocument(request), status: .created)
    }

    @Sendable private func opening(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RequestOpening.self)
        let request = try await administration.requestOpening(of: AccountName(stored: body.name), mandate)
        return try .json(RequestDocument(request), status: .created)
    }

    @Sendable private func approve(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        let id = try call.parameter("id")
        return try .json(RequestDocument(try await administration.approve(id, mandate)))
    }

    @Sendable private func reject(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        let id = try call.parameter("id")
        return try .json(RequestDocument(try await administration.reject(id, mandate)))
    }
}
