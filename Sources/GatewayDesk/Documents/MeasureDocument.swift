internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

struct MeasureDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Measure", "An alarm of a watch rule, and what was done about it.",
        [
            .needed("id", .text),
            .needed("at", .instant),
            .needed("user", .account),
            .needed("rule", .policyName, "The watch rule."),
            .needed("kind", .choice(of: WatchKind.self)),
            .needed("observed", .text, "What was seen."),
            .needed("limit", .text, "What would have been no alarm."),
            .needed("step", .choice(of: WatchMeasure.self), "The step of the rule's ladder that was taken."),
            .needed("severity", .choice(of: WatchSeverity.self)),
            .needed("grounds", .list(of: .text), "`event_id` of the records that made it, the last eight."),
            .needed("grants_paused", .list(of: .text)),
            .needed(
                "grants_found_paused", .list(of: .text), "Paused already when it came: they rest for its sake, too."),
            .needed("locks", .list(of: .text)),
            .needed("sessions_ended", .count),
            .needed("drill", .flag, "Raised to see whether alarms arrive; nothing was done."),
            .maybe("owner", .account, "Who looks after it. Absent: the office of security."),
            .maybe("lifted_at", .instant, "Absent: it holds."),
            .maybe("lifted_by", .text),
            .maybe("lift_reason", .text),
        ])

    let id: String
    let at: String
    let user: String
    let rule: String
    let kind: String
    let observed: String
    let limit: String
    let step: String
    let severity: String
    let grounds: [String]
    let grantsPaused: [String]
    let grantsFoundPaused: [String]
    let locks: [String]
    let sessionsEnded: Int
    let drill: Bool
    let owner: String?
    let liftedAt: String?
    let liftedBy: String?
    let liftReason: String?

    private enum CodingKeys: String, CodingKey {
        case id, at, user, rule, kind, observed, limit, step, severity, grounds, locks, drill, owner
        case grantsPaused = "grants_paused"
        case grantsFoundPaused = "grants_found_paused"
        case sessionsEnded = "sessions_ended"
        case liftedAt = "lifted_at"
        case liftedBy = "lifted_by"
        case liftReason = "lift_reason"
    }

    init(_ measure: TakenMeasure) {
        id = measure.id
        at = RFC3339.string(measure.at)
        user = measure.account.text
        rule = measure.rule
        kind = measure.kind.rawValue
        observed = measure.observed
        limit = measure.limit
        step = measure.step.rawValue
        severity = measure.severity.rawValue
        grounds = measure.grounds
        grantsPaused = measure.effect.grants
        grantsFoundPaused = measure.effect.foundPaused
        locks = measure.effect.locks
        sessionsEnded = measure.effect.sessionsEnded
        drill = measure.isDrill
        owner = measure.owner?.text
        liftedAt = measure.lift.map { RFC3339.string($0.at) }
        liftedBy = measure.lift?.by.text
        liftReason = measure.lift?.reason
    }
}
