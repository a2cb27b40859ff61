public import GatewayIdentity
internal import GatewayStore

/// Where the records are not what was written.
public struct TrailDamage: Hashable, Sendable {
    /// What shows it: `chain`, `head`, `checkpoint`.
    public let witness: String
    /// The file and its line.
    public let place: String

    public init(witness: String, place: String) {
        self.witness = witness
        self.place = place
    }
}

extension Housekeeping {
    /// Records what a look at the trail found, and tells the security officers where it is not whole.
    public func noteVerification(
        first: UInt64, last: UInt64, damage: TrailDamage?, at now: UnixTime, requestID: RequestID
    ) async throws(AccessFailure) {
        // Before it is recorded: a trail that is broken may take no records either.
        if damage != nil { warnOfTrail(.trailBroken, at: now, requestID: requestID) }
        var details = ["first": "\(first)", "last": "\(last)"]
        details["witness"] = damage?.witness
        details["place"] = damage?.place
        try await core.record([
            SecurityEvent(
                .trailVerified, damage == nil ? .success : .failure, at: now, requestID: requestID, actor: .gateway,
                severity: damage == nil ? .low : .critical, details: details)
        ])
    }

    /// Nothing can be recorded: told at once, by every channel there is.
    public func warnOfStoppedTrail(at now: UnixTime, requestID: RequestID) {
        warnOfTrail(.trailStopped, at: now, requestID: requestID)
    }

    private func warnOfTrail(_ event: SecurityWarning.Event, at now: UnixTime, requestID: RequestID) {
        core.warn(
            event, .critical, about: nil, from: nil, requestID: requestID, at: now, owner: false,
            others: core.activeSecurityAdministrators.map(\.name))
    }
}
