internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// The policy that is in force, those that were, and what is looked at without being kept. Drafts have routes of their own
/// (`PolicyDraftRoutes`).
struct PolicyRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Policy", note: "What is in force and was, drafts of what is to be, and who approves them.")

    private let policies: PolicyChange
    private static let number = ["number": ValueSchema.count(1...Int(Int32.max))]

    init(_ services: DeskServices) { policies = services.policies }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "policy/versions", "listPolicyVersions", "Every version, the one in force first.", by: .right(.readPolicy),
            answers: .list("versions", of: PolicyVersionDocument.self), use: Self.versions),
        .get(
            "policy/versions/{number}", "readPolicyVersion", "One version with its files.", by: .right(.readPolicy),
            in: number, answers: .ok(PolicyVersionDocument.self), refuses: [.notThere], use: Self.version),
        .get(
            "policy/versions/{number}/changes", "compareVersions", "What a version says otherwise than another.",
            by: .right(.readPolicy),
            query: [
                QueryMember("since", .count(1...Int(Int32.max)), "The other; the one before where nothing is said.")
            ],
            in: number, answers: .list("changes", of: PolicyAlteration.self), refuses: [.notThere],
            use: Self.changes),
        .post(
            "policy/versions/{number}/ratify", "ratifyPolicy",
            "Stand behind somebody else's emergency change after all.",
            by: .right(.approvePolicy), in: number, answers: .ok(PolicyVersionDocument.self),
            refuses: [.notThere, .conflict], use: Self.ratify),
        .post(
            "policy/examine", "examinePolicy", "Tell what would be said of these files as a draft; nothing is kept.",
            by: .right(.tryPolicy), taking: TryPolicy.self, answers: .ok(PolicyExamination.self),
            refuses: [.impossible, .conflict], use: Self.examine),
        .post(
            "policy/emergency", "changePolicyInEmergency",
            "Put these files into force for some hours, alone and loudly.",
            by: .right(.changePolicyAlone), taking: EmergencyPolicy.self, answers: .created(PolicyVersionDocument.self),
            refuses: [.conflict, .impossible], use: Self.changeInEmergency),
    ]

    @Sendable private func versions(_ call: DeskCall) async throws -> DeskAnswer {
        let versions = try await policies.history(readBy: call.actor, requestID: call.requestID)
        return try .list("versions", versions.map { PolicyVersionDocument($0) })
    }

    @Sendable private func version(_ call: DeskCall) async throws -> DeskAnswer {
        let number = try number(call)
        let (version, bundle) = try await policies.version(number, readBy: call.actor, requestID: call.requestID)
        return try .json(PolicyVersionDocument(version, files: bundle))
    }

    /// `?since=N`; the version before where nothing is said.
    @Sendable private func changes(_ call: DeskCall) async throws -> DeskAnswer {
        let number = try number(call)
        let since = try call.query("since").map { try Self.number($0, "since") } ?? number - 1
        _ = try await policies.version(number, readBy: call.actor, requestID: call.requestID)
        return try .list("changes", try await policies.difference(from: since, to: number))
    }

    @Sendable private func ratify(_ call: DeskCall) async throws -> DeskAnswer {
        let number = try number(call)
        let order = try call.policyOrder(ReasonOnly.self).order
        let version = try await policies.ratify(number, order)
        return try .json(PolicyVersionDocument(version))
    }

    @Sendable private func changeInEmergency(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, order) = try call.policyOrder(EmergencyPolicy.self)
        let version = try await policies.changeInEmergency(try PolicyFiles(body.files).bundle, hours: body.hours, order)
        return try .json(PolicyVersionDocument(version), status: .created)
    }

    /// Looks, and keeps nothing: for an editor while somebody types.
    @Sendable private func examine(_ call: DeskCall) async throws -> DeskAnswer {
        let body = try call.body(TryPolicy.self)
        let author: AccountName? =
            switch call.actor {
            case .administrator(let account), .provisioner(let account), .owner(let account): account
            case .controlSocket, .gateway: nil
            }
        return try .json(try await policies.examine(try PolicyFiles(body.files).bundle, author: author))
    }

    private func number(_ call: DeskCall) throws -> Int {
        try Self.number(try call.parameter("number"), "the version")
    }

    private static func number(_ text: String, _ what: String) throws(DeskProblem) -> Int {
        guard let number = Int(text), number > 0 else { throw .badRequest("\(what) is a number such as 7") }
        return number
    }
}
