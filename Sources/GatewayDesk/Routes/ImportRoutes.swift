internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayRoster
internal import Hummingbird

/// People by a file: `imports/plan` shows what would be done, `imports` does it whole or not at all.
struct ImportRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Imports", note: "People by a file.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .post(
            "imports/plan", "planImport", "Tell what an import would do.", taking: PlanImport.self,
            answers: .ok(PlanDocument.self, "The plan. Nothing is done."), refuses: [.conflict, .impossible],
            use: Self.plan),
        .post(
            "imports", "importPeople", "Carry out the plan that was looked at, whole or not at all.",
            taking: CarryOutImport.self,
            answers: .ok(PlanDocument.self, "Carried out."), refuses: [.conflict, .impossible], use: Self.carryOut),
    ]

    @Sendable private func plan(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(PlanImport.self)
        let plan = try await administration.plan(
            try Self.people(in: body.csv), by: mandate.actor, requestID: call.requestID)
        return try .json(PlanDocument(plan))
    }

    @Sendable private func carryOut(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(CarryOutImport.self)
        guard let expected = SHA256Digest(hex: body.plan) else {
            throw DeskProblem.badRequest("'plan' is the number that the plan came with: 64 hexadecimal digits")
        }
        let plan = try await administration.provision(try Self.people(in: body.csv), expecting: expected, mandate)
        return try .json(PlanDocument(plan))
    }

    private static func people(in csv: String) throws(DeskProblem) -> [ProvisionedPerson] {
        do throws(RosterProblems) {
            return try RosterFile.entries(in: Array(csv.utf8), named: "csv").map { ProvisionedPerson($0) }
        } catch {
            let told = error.all.prefix(10).map(\.description)
            throw DeskProblem(status: 422, reason: .badRequest, detail: told.joined(separator: "\n"))
        }
    }
}

extension ProvisionedPerson {
    init(_ entry: RosterEntry) {
        self.init(
            name: entry.name, displayName: entry.displayName, organisation: entry.organisation,
            language: entry.language, isActive: entry.isActive, roles: entry.roles, externalID: entry.externalID)
    }
}

struct PlanImport: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "PlanImport", "People, as a file of comma-separated values.",
        [
            .needed("csv", .csv),
            .reason,
        ])

    let csv: String
    let reason: String
}

struct CarryOutImport: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "CarryOutImport", "The same file, and the plan that was looked at.",
        [
            .needed("csv", .csv),
            .needed("plan", .digest, "The number of the plan that was looked at: another one is not carried out."),
            .reason,
        ])

    let csv: String
    let plan: String
    let reason: String
}

/// What is to be done for whom.
struct PlanDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Plan", "What is to be done for whom.",
        [
            .needed("plan", .digest),
            .needed("changes", .count),
            .needed("people", .list(of: .object(Line.self))),
        ])

    let plan: String
    let changes: Int
    let people: [Line]

    struct Line: DeskDocument {
        static let schema = ObjectSchema(
            "PlanLine", "What is to be done for one person.",
            [
                .needed("user", .account),
                .needed("steps", .list(of: .text)),
                .maybe("problem", .text),
            ])

        let user: String
        let steps: [String]
        let problem: String?
    }

    init(_ plan: ProvisioningPlan) {
        self.plan = plan.digest.hex
        changes = plan.changes
        people = plan.lines.map {
            Line(user: $0.account.text, steps: $0.steps.map(\.text), problem: $0.problem?.description)
        }
    }
}
