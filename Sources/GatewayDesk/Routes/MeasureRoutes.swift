internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Alarms of watch rules, what was done about them, and how it is undone.
struct MeasureRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Measures", note: "Alarms of watch rules, and what was done about them.")

    private let measures: Measures

    init(_ services: DeskServices) { measures = services.access.measures }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "measures", "listMeasures", "Those that hold, newest first, at most 500.",
            query: [QueryMember("lifted", .choice(of: Lifted.self), "`yes`: also those that were lifted.")],
            answers: .list("measures", of: MeasureDocument.self), use: Self.list),
        .get(
            "measures/{id}", "showMeasure", "One, with the records that made it.",
            answers: .ok(MeasureDocument.self, "It."), refuses: [.notThere], use: Self.show),
        .post(
            "measures/{id}/lift", "liftMeasure",
            "Undo what it did, and nothing else. Not by the person concerned, nor by whoever answers for them.",
            answers: .done, refuses: [.notThere, .conflict], use: Self.lift),
        .post(
            "measures", "drillMeasure", "Raise an alarm that is marked as a drill everywhere; nothing is done.",
            taking: DrillMeasure.self, answers: .created(MeasureDocument.self),
            refuses: [.notThere, .impossible], use: Self.drill),
    ]

    enum Lifted: String, CaseIterable {
        case yes
        case no
    }

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let word = call.query("lifted") ?? "no"
        guard let lifted = Lifted(rawValue: word) else {
            throw DeskProblem.badRequest("'lifted' is '\(word)', expected yes or no")
        }
        let found = try await measures.list(
            lifted: lifted == .yes, readBy: call.actor, requestID: call.requestID)
        return try .list("measures", found.map { MeasureDocument($0) })
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        try .json(
            MeasureDocument(
                await measures.measure(call.parameter("id"), readBy: call.actor, requestID: call.requestID)))
    }

    @Sendable private func lift(_ call: DeskCall) async throws -> DeskAnswer {
        try await measures.lift(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func drill(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(DrillMeasure.self)
        let measure = try await measures.drill(body.rule, on: AccountName(stored: body.user), mandate)
        return try .json(MeasureDocument(measure), status: .created)
    }
}

struct DrillMeasure: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "DrillMeasure", "Which rule is to raise an alarm, and about whom.",
        [.needed("rule", .policyName), .needed("user", .account), .reason])

    let rule: String
    let user: String
    let reason: String
}
