internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore
internal import Hummingbird

/// Approvals that rules ask for. Whoever holds a role that the policy names may vote, with a factor proved just now.
struct ApprovalRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("approvals", use: list).post("approvals", use: request).get("approvals/:id", use: show)
        router.post("approvals/:id/approve", use: approve).post("approvals/:id/reject", use: reject)
        router.post("approvals/:id/withdraw", use: withdraw)
    }

    /// Whoever reads about people reads all; others what concerns them.
    @Sendable private func list(request: Request, context: DeskContext) async throws -> DeskAnswer {
        let (reader, reach) = try context.follower()
        let user = request.uri.queryParameters["user"].map { AccountName(stored: String($0)) }
        let approvals =
            if let user {
                try await administration.approvals(of: user, reach, readBy: reader, requestID: context.requestID)
            } else {
                try await administration.openApprovals(reach, readBy: reader, requestID: context.requestID)
            }
        return try .json(["approvals": approvals.map { document($0, context) }])
    }

    @Sendable private func show(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (reader, reach) = try context.follower()
        let approval = try await administration.approval(
            context.parameters.require("id"), reach, readBy: reader, requestID: context.requestID)
        return try .json(document(approval, context))
    }

    @Sendable private func request(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RequestApproval.self, by: .takePart)
        let approval = try await administration.requestApproval(body.approval(), mandate)
        return try .json(document(approval, context), status: .created)
    }

    @Sendable private func approve(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let approval = try await administration.approveApproval(
            context.parameters.require("id"), context.order(ReasonOnly.self, by: .takePart).mandate)
        return try .json(document(approval, context))
    }

    @Sendable private func reject(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let approval = try await administration.rejectApproval(
            context.parameters.require("id"), context.order(ReasonOnly.self, by: .takePart).mandate)
        return try .json(document(approval, context))
    }

    @Sendable private func withdraw(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let approval = try await administration.withdrawApproval(
            context.parameters.require("id"), context.order(ReasonOnly.self, by: .takePart).mandate)
        return try .json(document(approval, context))
    }

    private func document(_ request: ApprovalRequest, _ context: DeskContext) -> ApprovalDocument {
        ApprovalDocument(
            request, administration.ballot(on: request), for: administration.grants(askedBy: request.id),
            at: context.now)
    }
}

extension DeskContext {
    fileprivate func follower() throws(DeskProblem) -> (Actor, Administration.ApprovalReach) {
        do throws(DeskProblem) {
            return (try reader(), .everybody)
        } catch {
            guard error.reason == .notAllowed else { throw error }
            return (try reader(.followPart), .concerned)
        }
    }
}

struct RequestApproval: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case user, name, consoles, from, to, reason
    }

    let user: String
    let name: String
    /// Left out: for every console.
    let consoles: [String]?
    let from: String
    let to: String
    let reason: String

    func approval() throws(DeskProblem) -> NewApproval {
        NewApproval(
            account: AccountName(stored: user), name: ApprovalName(name),
            consoles: consoles.map { .only(Set($0.map(ConsoleID.init))) } ?? .all, from: try Instant.read(from, "from"),
            to: try Instant.read(to, "to"))
    }
}
