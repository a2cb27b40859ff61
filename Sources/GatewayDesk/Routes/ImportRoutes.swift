internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayRoster
internal import Hummingbird

/// People by a file: `imports/plan` shows what would be done, `imports` does it whole or not at all.
struct ImportRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.post("imports/plan", use: plan).post("imports", use: carryOut)
    }

    @Sendable private func plan(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(PlanImport.self)
        let plan = try await administration.plan(
            try Self.people(in: body.csv), by: mandate.actor, requestID: context.requestID)
        return try .json(PlanDocument(plan))
    }

    @Sendable private func carryOut(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(CarryOutImport.self)
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
    enum Field: String, CodingKey, CaseIterable {
        case csv, reason
    }

    let csv: String
    let reason: String
}

struct CarryOutImport: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case csv, plan, reason
    }

    let csv: String
    /// The number of the plan that was looked at: another one is not carried out.
    let plan: String
    let reason: String
}

/// What is to be done for whom.
struct PlanDocument: Encodable {
    let plan: String
    let changes: Int
    let people: [Line]

    struct Line: Encodable {
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
