internal import GatewayIdentity
internal import GatewayStore

struct RecordHoldDocument: DeskDocument {
    static let schema = ObjectSchema(
        "RecordHold", "Records that are kept beyond their time.",
        [
            .needed("id", .text),
            .maybe("from", .instant, "Absent: from the first record."),
            .maybe("to", .instant, "Absent: all that follow."),
            .needed("reason", .text),
            .needed("by", .text),
            .needed("at", .instant),
        ])

    let id: String
    let from: String?
    let to: String?
    let reason: String
    let by: String
    let at: String

    init(_ hold: RecordHold) {
        id = hold.id
        from = hold.from.map { RFC3339.string($0) }
        to = hold.to.map { RFC3339.string($0) }
        reason = hold.reason
        by = hold.by.text
        at = RFC3339.string(hold.at)
    }
}
