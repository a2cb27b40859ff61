internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct LockDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Lock", "An emergency lock.",
        [
            .needed("id", .text),
            .needed("target", .text, "`account:…`, `certificate:…`, `organisation:…`, `issuer:…` or `network:…`."),
            .needed("reason", .text),
            .needed("by", .text),
            .needed("at", .instant),
            .maybe("until", .instant, "Absent: until somebody lifts it."),
        ])

    let id: String
    let target: String
    let reason: String
    let by: String
    let at: String
    let until: String?

    init(_ lock: EmergencyLock) {
        id = lock.id
        target = lock.target.text
        reason = lock.reason
        by = lock.by.text
        at = RFC3339.string(lock.at)
        until = lock.until.map { RFC3339.string($0) }
    }
}
