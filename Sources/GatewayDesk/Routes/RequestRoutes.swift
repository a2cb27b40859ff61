internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Requests about accounts: asked for by one person, decided by another.
struct RequestRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("requests", use: list)
            .post("requests/account", use: account).post("requests/roles", use: roles)
            .post("requests/opening", use: opening)
            .post("requests/:id/approve", use: approve).post("requests/:id/reject", use: reject)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let requests = try await administration.openRequests(
            readBy: context.reader(), requestID: context.requestID)
        return try .json(["requests": requests.map { RequestDocument($0) }])
    }

    @Sendable private func account(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(AddUser.self)
        return try .json(
            RequestDocument(try await administration.request(body.account(), mandate)), status: .created)
    }

    @Sendable private func roles(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RequestRoles.self)
        let request = try await administration.requestRoles(
            Set(body.roles.map(RoleName.init)), for: AccountName(stored: body.name), mandate)
        return try .json(RequestDocument(request), status: .created)
    }

    @Sendable private func opening(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RequestOpening.self)
        let request = try await administration.requestOpening(of: AccountName(stored: body.name), mandate)
        return try .json(RequestDocument(request), status: .created)
    }

    @Sendable private func approve(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.order(ReasonOnly.self).mandate
        let id = try context.parameters.require("id")
        return try .json(RequestDocument(try await administration.approve(id, mandate)))
    }

    @Sendable private func reject(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.order(ReasonOnly.self).mandate
        let id = try context.parameters.require("id")
        return try .json(RequestDocument(try await administration.reject(id, mandate)))
    }
}
