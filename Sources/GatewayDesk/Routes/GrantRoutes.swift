internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Permissions of external partners.
struct GrantRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("grants", use: list).post("grants", use: add).post("grants/:id/end", use: end)
        router.post("grants/requests", use: request)
        router.post("grants/:id/pause", use: pause).post("grants/:id/resume", use: resume)
        router.get("grants/deletions", use: deletions).post("grants/:id/deletion", use: confirmDeletion)
    }

    @Sendable private func list(request: Request, context: DeskContext) async throws -> DeskAnswer {
        let user = request.uri.queryParameters["user"].map { AccountName(stored: String($0)) }
        let grants = try await administration.grants(of: user, readBy: context.reader(), requestID: context.requestID)
        return try .json(["grants": grants.map { GrantDocument($0, at: context.now) }])
    }

    @Sendable private func add(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(AddGrant.self)
        let grant = try await administration.addGrant(body.grant(), mandate)
        return try .json(GrantDocument(grant, at: context.now), status: .created)
    }

    @Sendable private func end(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.endGrant(context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }

    /// The sponsor, or a security administrator. It is voted on under `approvals/ID`.
    @Sendable private func request(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RequestGrant.self, by: .takePart)
        let grants = try await administration.requestGrant(
            body.grant(), with: body.others, within: body.scope(), mandate)
        return try .json(["grants": grants.map { GrantDocument($0, at: context.now) }], status: .created)
    }

    @Sendable private func pause(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.pauseGrant(
            context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func resume(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.resumeGrant(
            context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func deletions(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let tasks = try await administration.deletionTasks(readBy: context.reader(), requestID: context.requestID)
        return try .json(["deletions": tasks.map { DeletionTaskDocument($0, at: context.now) }])
    }

    @Sendable private func confirmDeletion(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.confirmDeletion(
            of: context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct AddGrant: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case user, consoles, kind, reference, sponsor, from, to, reason
    }

    let user: String
    let consoles: [String]
    let kind: String
    let reference: String
    let sponsor: String
    let from: String
    let to: String
    let reason: String

    func grant() throws(DeskProblem) -> NewGrant {
        guard let kind = PartnerGrant.Kind(rawValue: kind) else {
            throw .badRequest("'kind' is one of \(PartnerGrant.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard !reference.isEmpty, reference.utf8.count <= 200 else {
            throw .badRequest("'reference' is the number of the approval, 1 to 200 bytes")
        }
        return NewGrant(
            account: AccountName(stored: user), consoles: Set(consoles.map(ConsoleID.init)), kind: kind,
            reference: reference,
            sponsor: AccountName(stored: sponsor), from: try Instant.read(from, "from"), to: try Instant.read(to, "to"))
    }
}
