internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Records that are kept beyond their time.
struct RecordHoldRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Record holds", note: "Records that are kept beyond their time.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "record-holds", "listRecordHolds", "Holds that are not lifted.",
            answers: .list("holds", of: RecordHoldDocument.self), use: Self.list),
        .post(
            "record-holds", "holdRecords", "Keep records beyond their time, until somebody lets them go.",
            taking: HoldRecords.self, answers: .created(RecordHoldDocument.self, "They are held."),
            refuses: [.impossible], use: Self.hold),
        .post(
            "record-holds/{id}/lift", "liftRecordHold",
            "Let records go when their time is over. Nobody lifts what they set themselves.", answers: .done,
            refuses: [.notThere, .conflict], use: Self.lift),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        try await .list("holds", administration.recordHolds().map { RecordHoldDocument($0) })
    }

    @Sendable private func hold(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(HoldRecords.self)
        let hold = try await administration.holdRecords(
            from: body.from.map { try Instant.read($0, "from") }, to: body.to.map { try Instant.read($0, "to") },
            mandate)
        return try .json(RecordHoldDocument(hold), status: .created)
    }

    @Sendable private func lift(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.liftHold(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct HoldRecords: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "HoldRecords", "Which records are kept.",
        [
            .maybe("from", .instant, "Records from then on; absent: from the first one."),
            .maybe("to", .instant, "Records before then; absent: all that follow, also those to come."),
            .reason,
        ])

    let from: String?
    let to: String?
    let reason: String
}
