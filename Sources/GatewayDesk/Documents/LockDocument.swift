internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct LockDocument: Encodable {
    let id: String
    let target: String
    let reason: String
    let by: String
    let at: String
    /// Absent: until somebody lifts it.
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
