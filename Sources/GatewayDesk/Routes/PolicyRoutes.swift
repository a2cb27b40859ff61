internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// The policy: what is in force and was, drafts of what is to be, and who approves them.
struct PolicyRoutes {
    let policies: PolicyChange

    func add(to router: RouterGroup<DeskContext>) {
        router.get("policy/versions", use: versions).get("policy/versions/:number", use: version)
            .get("policy/versions/:number/changes", use: changes)
            .post("policy/versions/:number/ratify", use: ratify)
            .post("policy/examine", use: examine).post("policy/rollback", use: rollBack)
            .post("policy/emergency", use: changeInEmergency)
        router.get("policy/drafts", use: drafts).post("policy/drafts", use: propose)
            .get("policy/drafts/:id", use: draft).post("policy/drafts/:id/edit", use: edit)
            .post("policy/drafts/:id/drop", use: drop).post("policy/drafts/:id/approve", use: approve)
            .post("policy/drafts/:id/reject", use: reject).post("policy/drafts/:id/activate", use: activate)
            .post("policy/drafts/:id/try", use: tryOut).post("policy/drafts/:id/end-trial", use: endTrial)
    }

    // MARK: Versions

    @Sendable private func versions(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let versions = try await policies.history(readBy: context.reader(.readPolicy), requestID: context.requestID)
        return try .json(["versions": versions.map { PolicyVersionDocument($0) }])
    }

    @Sendable private func version(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (version, bundle) = try await policies.version(
            try number(context), readBy: context.reader(.readPolicy), requestID: context.requestID)
        return try .json(PolicyVersionDocument(version, files: bundle))
    }

    /// `?since=N`; the version before where nothing is said.
    @Sendable private func changes(request: Request, context: DeskContext) async throws -> DeskAnswer {
        let actor = try context.reader(.readPolicy)
        let number = try number(context)
        let since = try request.uri.queryParameters["since"].map { try Self.number(String($0), "since") } ?? number - 1
        _ = try await policies.version(number, readBy: actor, requestID: context.requestID)
        let lines = try await policies.difference(from: since, to: number)
        return try .json(["changes": lines.map { PolicyChangeDocument($0) }])
    }

    @Sendable private func ratify(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let order = try context.policyOrder(ReasonOnly.self, by: .approvePolicy).order
        return try .json(PolicyVersionDocument(try await policies.ratify(try number(context), order)))
    }

    @Sendable private func changeInEmergency(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(EmergencyPolicy.self, by: .changePolicyAlone)
        let version = try await policies.changeInEmergency(try PolicyFiles(body.files).bundle, hours: body.hours, order)
        return try .json(PolicyVersionDocument(version), status: .created)
    }

    // MARK: Drafts

    @Sendable private func drafts(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let drafts = try await policies.drafts(readBy: context.reader(.readPolicy), requestID: context.requestID)
        return try .json(["drafts": drafts.map(document)])
    }

    @Sendable private func draft(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let draft = try await policies.draft(
            try context.parameters.require("id"), readBy: context.reader(.readPolicy), requestID: context.requestID)
        return try await whole(draft, context)
    }

    @Sendable private func propose(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(ProposePolicy.self, by: .writePolicy)
        return try await whole(
            try await policies.propose(try PolicyFiles(body.files).bundle, order), context, status: .created)
    }

    @Sendable private func rollBack(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(RollBackPolicy.self, by: .writePolicy)
        return try await whole(
            try await policies.rollBack(to: body.version, order), context, status: .created)
    }

    @Sendable private func edit(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(EditPolicy.self, by: .writePolicy)
        let seen = try body.seen.map { try Self.digest($0, "seen") }
        return try await whole(
            try await policies.edit(
                try context.parameters.require("id"), to: try PolicyFiles(body.files).bundle, seen: seen, order),
            context)
    }

    @Sendable private func drop(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let order = try context.policyOrder(ReasonOnly.self, by: .writePolicy).order
        return try .json(document(try await policies.drop(try context.parameters.require("id"), order)))
    }

    @Sendable private func approve(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(ApprovePolicy.self, by: .approvePolicy)
        let draft = try await policies.approve(
            try context.parameters.require("id"), seen: try Self.digest(body.seal, "seal"), order)
        return try .json(document(draft))
    }

    @Sendable private func reject(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let order = try context.policyOrder(ReasonOnly.self, by: .approvePolicy).order
        return try .json(document(try await policies.reject(try context.parameters.require("id"), order)))
    }

    /// Now: the version that it became. At a time: the draft that waits for it.
    @Sendable private func activate(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(ActivatePolicy.self, by: .activatePolicy)
        let id = try context.parameters.require("id")
        guard let time = body.at else {
            return try .json(PolicyVersionDocument(try await policies.activate(id, order)))
        }
        guard let due = RFC3339.parse(time) else {
            throw DeskProblem.badRequest("'at' is a time such as 2026-12-01T07:00:00+09:00")
        }
        return try .json(document(try await policies.schedule(id, at: due, order)))
    }

    /// Asked about every request as well, and decides nothing.
    @Sendable private func tryOut(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, order) = try context.policyOrder(TryPolicyDraft.self, by: .activatePolicy)
        let draft = try await policies.tryOut(try context.parameters.require("id"), for: try body.length, order)
        return try .json(document(draft))
    }

    @Sendable private func endTrial(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let order = try context.policyOrder(ReasonOnly.self, by: .activatePolicy).order
        return try .json(document(try await policies.endTrial(of: try context.parameters.require("id"), order)))
    }

    /// Looks, and keeps nothing: for an editor while somebody types.
    @Sendable private func examine(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let actor = try context.reader(.tryPolicy)
        let body = try TryPolicy.read(context.request.body, contentType: context.request.contentType)
        let author: AccountName? =
            switch actor {
            case .administrator(let account), .provisioner(let account), .owner(let account): account
            case .controlSocket, .gateway: nil
            }
        return try .json(try await policies.examine(try PolicyFiles(body.files).bundle, author: author))
    }

    // MARK: Parts

    private func document(_ draft: PolicyDraft) -> PolicyDraftDocument {
        PolicyDraftDocument(draft, trial: policies.trial(of: draft))
    }

    /// A draft with its files, what was found, and what an approval would have to name.
    private func whole(_ draft: PolicyDraft, _ context: DeskContext, status: HTTPResponse.Status = .ok) async throws
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
                examination: context.holds(.readPeople) ? examination : examination.withoutPeople(),
                seal: try await policies.seal(of: draft)), status: status)
    }

    private func number(_ context: DeskContext) throws -> Int {
        try Self.number(try context.parameters.require("number"), "the version")
    }

    private static func number(_ text: String, _ what: String) throws(DeskProblem) -> Int {
        guard let number = Int(text), number > 0 else { throw .badRequest("\(what) is a number such as 7") }
        return number
    }

    private static func digest(_ text: String, _ what: String) throws(DeskProblem) -> SHA256Digest {
        guard let digest = SHA256Digest(hex: text) else {
            throw .badRequest("'\(what)' is 64 hexadecimal digits, as the draft was answered with")
        }
        return digest
    }
}
