public import GatewayIdentity

/// An attempt that was counted as failed before it was judged. By it the ledger knows later what is the attempt's own, and what
/// others brought meanwhile.
public struct CountedAttempt: Hashable, Sendable {
    public let at: UnixTime
    public let before: AttemptLedger
    /// With the attempt in it; holds once it is stored.
    public let after: AttemptLedger

    init(at: UnixTime, before: AttemptLedger, after: AttemptLedger) {
        self.at = at
        self.before = before
        self.after = after
    }

    /// Whether the lock in `after` is one that this attempt brings if it does fail.
    public var bringsLock: Bool { after.lock != .open && after.lock != before.lock(at: at) }
}
