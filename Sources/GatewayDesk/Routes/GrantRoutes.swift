internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Permissions of external partners.
struct GrantRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Grants", note: "Permissions of external partners.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "grants", "listGrants", "Grants, ended ones included.", query: [.user],
            answers: .list("grants", of: GrantDocument.self), refuses: [.notThere], use: Self.list),
        .post(
            "grants", "addGrant", "Let a partner into consoles for a while.", taking: AddGrant.self,
            answers: .created(GrantDocument.self), refuses: [.notThere, .conflict, .impossible], use: Self.add),
        .post(
            "grants/{id}/end", "endGrant", "End one before its time, with the sessions it carries.", answers: .done,
            refuses: [.notThere, .conflict], use: Self.end),
        .post(
            "grants/requests", "requestGrant",
            "Ask for one that distinct groups vote on: as its sponsor, or as a security administrator.",
            by: .right(.takePart), taking: RequestGrant.self,
            answers: .createdList(
                "grants", of: GrantDocument.self, "One for each person; voted on as the approval `request`."),
            refuses: [.notThere, .impossible], use: Self.request),
        .post(
            "grants/{id}/pause", "pauseGrant", "Let nobody in by it until it is resumed; the partner's sessions end.",
            answers: .done, refuses: [.notThere], use: Self.pause),
        .post(
            "grants/{id}/resume", "resumeGrant", "Let it count again. The time of the pause is not added.",
            answers: .done, refuses: [.notThere], use: Self.resume),
        .get(
            "grants/deletions", "listDeletions",
            "What is to be destroyed after grants that are over: those that are due first come first.",
            answers: .list("deletions", of: DeletionTaskDocument.self), use: Self.deletions),
        .post(
            "grants/{id}/deletion", "confirmDeletion",
            "Confirm, in the words of the reason, that what was received under it was destroyed.", answers: .done,
            refuses: [.notThere, .impossible], use: Self.confirmDeletion),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let user = try call.user()
        let grants = try await administration.grants(of: user, readBy: call.actor, requestID: call.requestID)
        return try .list("grants", grants.map { GrantDocument($0, at: call.now) })
    }

    @Sendable private func add(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(AddGrant.self)
        let grant = try await administration.addGrant(body.grant(), mandate)
        return try .json(GrantDocument(grant, at: call.now), status: .created)
    }

    @Sendable private func end(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.endGrant(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }

    /// The sponsor, or a security administrator. It is voted on under `approvals/ID`.
    @Sendable private func request(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RequestGrant.self)
        let grants = try await administration.requestGrant(
            body.grant(), with: body.others, within: body.scope(), mandate)
        return try .list("grants", grants.map { GrantDocument($0, at: call.now) }, status: .created)
    }

    @Sendable private func pause(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.pauseGrant(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func resume(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.resumeGrant(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func deletions(_ call: DeskCall) async throws -> DeskAnswer {
        let tasks = try await administration.deletionTasks(readBy: call.actor, requestID: call.requestID)
        return try .list("deletions", tasks.map { DeletionTaskDocument($0, at: call.now) })
    }

    @Sendable private func confirmDeletion(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.confirmDeletion(of: call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct AddGrant: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "AddGrant", "Who is let in where, and until when.",
        [
            .needed("user", .account),
            .needed("consoles", .list(of: .console)),
            .needed("kind", .choice(of: PartnerGrant.Kind.self)),
            .needed("reference", .short, "The number of the approval, 1 to 200 bytes."),
            .needed("sponsor", .account),
            .needed("from", .instant),
            .needed("to", .instant),
            .reason,
        ])

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
