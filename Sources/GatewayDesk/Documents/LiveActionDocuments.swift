internal import GatewayAccess
internal import GatewayIdentity

/// Something that was recorded, as much of it as those see who watch.
struct LiveActionDocument: DeskDocument {
    static let schema = ObjectSchema(
        "LiveAction", "Something that was recorded, in the words of its record.",
        [
            .needed("seq", .count, "Its place in the trail."),
            .needed("at", .instant),
            .maybe("user", .account),
            .needed("type", .text),
            .needed("outcome", .text),
            .maybe("reason", .text),
            .maybe("console", .console),
            .maybe("method", .text),
            .maybe("path", .text),
            .maybe("decision", .text),
        ])

    let seq: Int
    let at: String
    let user: String?
    let type: String
    let outcome: String
    let reason: String?
    let console: String?
    let method: String?
    let path: String?
    let decision: String?

    init(_ action: LiveAction) {
        seq = Int(clamping: action.sequence)
        at = action.at
        user = action.account?.text
        type = action.type
        outcome = action.outcome
        reason = action.reason
        console = action.console?.text
        method = action.method
        path = action.path
        decision = action.decision
    }
}

/// The data of an event `actions`.
struct LiveActionsDocument: Encodable {
    let actions: [LiveActionDocument]
    let leftOut: Int

    init(_ news: FittingNews) {
        actions = news.actions.map { LiveActionDocument($0) }
        leftOut = news.leftOut
    }

    private enum CodingKeys: String, CodingKey {
        case actions
        case leftOut = "left_out"
    }
}
