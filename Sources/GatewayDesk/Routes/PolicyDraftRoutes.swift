internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import HTTPTypes
internal import Hummingbird

/// Drafts of the next policy: written by one person, approved by another, taken into use.
struct PolicyDraftRoutes: DeskRoutes {
    static let tag = PolicyRoutes.tag

    private let policies: PolicyChange

    init(_ services: DeskServices) { policies = services.policies }

    static let operations: [DeskOperation<Self>] = [
        .post(
            "policy/rollback", "rollBackPolicy", "Draft the return to an earlier version.", by: .right(.writePolicy),
            taking: RollBackPolicy.self, answers: .created(PolicyDraftDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.rollBack),
        .get(
            "policy/drafts", "listPolicyDrafts", "Every draft, newest first.", by: .right(.readPolicy),
            answers: .list("drafts", of: PolicyDraftDocument.self), use: Self.drafts),
        .post(
            "policy/drafts", "proposePolicy", "Write a draft.", by: .right(.writePolicy), taking: ProposePolicy.self,
            answers: .created(PolicyDraftDocument.self), refuses: [.conflict, .impossible], use: Self.propose),
        .get(
            "policy/drafts/{id}", "readPolicyDraft", "One draft with its files and what was found.",
            by: .right(.readPolicy),
            answers: .ok(PolicyDraftDocument.self), refuses: [.notThere], use: Self.draft),
        .post(
            "policy/drafts/{id}/edit", "editPolicyDraft", "Write other files into it. An approval is void by that.",
            by: .right(.writePolicy), taking: EditPolicy.self, answers: .ok(PolicyDraftDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.edit),
        .post(
            "policy/drafts/{id}/drop", "dropPolicyDraft", "Drop it.", by: .right(.writePolicy),
            answers: .ok(PolicyDraftDocument.self), refuses: [.notThere, .conflict], use: Self.drop),
        .post(
            "policy/drafts/{id}/approve", "approvePolicyDraft", "Approve what somebody else wrote.",
            by: .right(.approvePolicy), taking: ApprovePolicy.self, answers: .ok(PolicyDraftDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.approve),
        .post(
            "policy/drafts/{id}/reject", "rejectPolicyDraft", "Reject it.", by: .right(.approvePolicy),
            answers: .ok(PolicyDraftDocument.self), refuses: [.notThere, .conflict], use: Self.reject),
        .post(
            "policy/drafts/{id}/activate", "activatePolicyDraft", "Take an approved draft into use, now or at a time.",
            by: .right(.activatePolicy), taking: ActivatePolicy.self,
            answers: .either(
                [PolicyVersionDocument.self, PolicyDraftDocument.self],
                "The version that it became; with `at` the draft that waits."),
            refuses: [.notThere, .conflict, .impossible], use: Self.activate),
        .post(
            "policy/drafts/{id}/try", "tryPolicyDraft",
            "Put it on trial: it is asked about every request as well, and decides nothing.",
            by: .right(.activatePolicy), taking: TryPolicyDraft.self, answers: .ok(PolicyDraftDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.tryOut),
        .post(
            "policy/drafts/{id}/end-trial", "endPolicyTrial", "Take it off trial.", by: .right(.activatePolicy),
            answers: .ok(PolicyDraftDocument.self), refuses: [.notThere, .conflict], use: Self.endTrial),
    ]

    @Sendable private func drafts(_ call: DeskCall) async throws -> DeskAnswer {
        let drafts = try await policies.drafts(readBy: call.actor, requestID: call.requestID)
        return try .list("drafts", drafts.map(document))
    }

    @Sendable private func draft(_ call: DeskCall) async throws -> DeskAnswer {
        let draft = try await policies.draft(
            try call.parameter("id"), readBy: call.actor, requestID: call.requestID)
        return try await whole(draft, call)
    }

    @Sendable private func propose(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(ProposePolicy.self)
        return try await whole(
            try await policies.propose(try PolicyFiles(body.files).bundle, order), call, status: .created)
    }

    @Sendable private func rollBack(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(RollBackPolicy.self)
        return try await whole(try await policies.rollBack(to: body.version, order), call, status: .created)
    }

    @Sendable private func edit(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(EditPolicy.self)
        let seen = try body.seen.map { try Self.digest($0, "seen") }
        return try await whole(
            try await policies.edit(
                try call.parameter("id"), to: try PolicyFiles(body.files).bundle, seen: seen, order), call)
    }

    @Sendable private func drop(_ call: DeskCall) async throws -> DeskAnswer {
        let order = try call.policyOrder(ReasonOnly.self).order
        return try .json(document(try await policies.drop(try call.parameter("id"), order)))
    }

    @Sendable private func approve(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(ApprovePolicy.self)
        let draft = try await policies.approve(
            try call.parameter("id"), seen: try Self.digest(body.seal, "seal"), order)
        return try .json(document(draft))
    }

    @Sendable private func reject(_ call: DeskCall) async throws -> DeskAnswer {
        let order = try call.policyOrder(ReasonOnly.self).order
        return try .json(document(try await policies.reject(try call.parameter("id"), order)))
    }

    /// Now: the version that it became. At a time: the draft that waits for it.
    @Sendable private func activate(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(ActivatePolicy.self)
        let id = try call.parameter("id")
        guard let time = body.at else {
            return try .json(PolicyVersionDocument(try await policies.activate(id, order)))
        }
        guard let due = RFC3339.parse(time) else {
            throw DeskProblem.badRequest("'at' is a time such as 2026-12-01T07:00:00+09:00")
        }
        return try .json(document(try await policies.schedule(id, at: due, order)))
    }

    @Sendable private func tryOut(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(TryPolicyDraft.self)
        return try .json(document(try await policies.tryOut(try call.parameter("id"), for: try body.length, order)))
    }

    @Sendable private func endTrial(_ call: DeskCall) async throws -> DeskAnswer {
        let order = try call.policyOrder(ReasonOnly.self).order
        return try .json(document(try await policies.endTrial(of: try call.parameter("id"), order)))
    }

    // MARK: Parts

    private func document(_ draft: PolicyDraft) -> PolicyDraftDocument {
        PolicyDraftDocument(draft, trial: policies.trial(of: draft))
    }

    /// A draft with its files, what was found, and what an approval would have to name.
    private func whole(_ draft: PolicyDraft, _ call: DeskCall, status: HTTPResponse.Status = .ok) async throws
        -> DeskAnswer
    {
        let bundle: PolicyBundle?
        do throws(AdministrationProblem) {
            bundle = try await policies.bundle(draft.content.bundle)
        } catch .notFound {
            bundle = nil
        }
        let examination = try PolicyExamination(draft.content.examination)
        return try .json(
            PolicyDraftDocument(
                draft, trial: policies.trial(of: draft), files: bundle,
                examination: call.holds(.readPeople) ? examination : examination.withoutPeople(),
                seal: try await policies.seal(of: draft)), status: status)
    }

    private static func digest(_ text: String, _ what: String) throws(DeskProblem) -> SHA256Digest {
        guard let digest = SHA256Digest(hex: text) else {
            throw .badRequest("'\(what)' is 64 hexadecimal digits, as the draft was answered with")
        }
        return digest
    }
}
