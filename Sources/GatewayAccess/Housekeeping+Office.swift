public import GatewayIdentity
internal import GatewayStore

extension Housekeeping {
    /// Tells the office and those who administer security that something about the node itself is wrong.
    public func tellOffice(
        _ event: SecurityWarning.Event, _ severity: SecurityWarning.Severity, at now: UnixTime, requestID: RequestID
    ) {
        core.warn(
            event, severity, about: nil, from: nil, requestID: requestID, at: now, owner: false,
            others: core.activeSecurityAdministrators.map(\.name))
    }
}
