internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore
internal import Hummingbird

/// Approvals that rules ask for. Whoever holds a role that the policy names may vote, with a factor proved just now.
struct ApprovalRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Approvals", note: "What rules ask for beside the person, voted on by the groups that the policy names.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "approvals", "listApprovals", "Those that wait for votes; of a person all. \(concern)",
            by: .right(.followPart), query: [.user], answers: .list("approvals", of: ApprovalDocument.self),
            use: Self.list),
        .post(
            "approvals", "requestApproval",
            "Ask for one, for oneself or as a security administrator. What nobody votes on is entered, and holds at once.",
            by: .right(.takePart), taking: RequestApproval.self, answers: .created(ApprovalDocument.self),
            refuses: [.notThere, .impossible], use: Self.request),
        .get(
            "approvals/{id}", "readApproval", "One, decided or not. \(concern)", by: .right(.followPart),
            answers: .ok(ApprovalDocument.self), refuses: [.notThere], use: Self.show),
        .post(
            "approvals/{id}/approve", "approveApproval",
            "Vote for it. With the last vote that is missing it holds, and grants begin to count.",
            by: .right(.takePart), answers: .ok(ApprovalDocument.self), refuses: [.notThere, .impossible],
            use: Self.approve),
        .post(
            "approvals/{id}/reject", "rejectApproval", "Turn it down; by its applicant: take it back.",
            by: .right(.takePart), answers: .ok(ApprovalDocument.self), refuses: [.notThere, .impossible],
            use: Self.reject),
        .post(
            "approvals/{id}/withdraw", "withdrawApproval", "Take back what was given. The person's sessions end.",
            by: .right(.takePart), answers: .ok(ApprovalDocument.self), refuses: [.notThere, .impossible],
            use: Self.withdraw),
    ]

    private static let concern =
        "To whoever may not read about people: what they may vote on, asked for, answer for or are to have."

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let approvals =
            if let user = try call.user() {
                try await administration.approvals(
                    of: user, reach(of: call), readBy: call.actor, requestID: call.requestID)
            } else {
                try await administration.openApprovals(reach(of: call), readBy: call.actor, requestID: call.requestID)
            }
        return try .list("approvals", approvals.map { document($0, call) })
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        let approval = try await administration.approval(
            call.parameter("id"), reach(of: call), readBy: call.actor, requestID: call.requestID)
        return try .json(document(approval, call))
    }

    @Sendable private func request(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RequestApproval.self)
        let approval = try await administration.requestApproval(body.approval(), mandate)
        return try .json(document(approval, call), status: .created)
    }

    @Sendable private func approve(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        return try .json(document(try await administration.approveApproval(call.parameter("id"), mandate), call))
    }

    @Sendable private func reject(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        return try .json(document(try await administration.rejectApproval(call.parameter("id"), mandate), call))
    }

    @Sendable private func withdraw(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        return try .json(document(try await administration.withdrawApproval(call.parameter("id"), mandate), call))
    }

    /// Whoever reads about people reads all; others what concerns them.
    private func reach(of call: DeskCall) -> Administration.ApprovalReach {
        call.holds(.readPeople) ? .everybody : .concerned
    }

    private func document(_ request: ApprovalRequest, _ call: DeskCall) -> ApprovalDocument {
        ApprovalDocument(
            request, administration.ballot(on: request), for: administration.grants(askedBy: request.id), at: call.now)
    }
}

struct RequestApproval: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RequestApproval", "Who is to have which approval, where, from when until when.",
        [
            .needed("user", .account),
            .needed("name", .policyName, "As the policy calls it."),
            .maybe("consoles", .list(of: .console, atLeast: 1), "Absent: every console."),
            .needed("from", .instant),
            .needed("to", .instant),
            .reason,
        ])

    let user: String
    let name: String
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
