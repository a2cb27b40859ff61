public import GatewayIdentity

/// Where an authenticator is in its life: an app, a hardware token or a security key.
public enum AuthenticatorState: Hashable, Sendable {
    /// Given to its owner and not yet confirmed; worthless from `until` on.
    case pending(until: UnixTime)
    /// The only state in which it proves anything.
    case active(since: UnixTime)
    /// Out of use after too many failures (SP 800-63B section 3.2.2), until a security administrator lets it be used again.
    case locked(since: UnixTime)
    /// Somebody may have a copy of its key: for good. No order to unlock brings it back; another one is registered.
    case copied(since: UnixTime)
    /// Its owner does not have it any more: for good. Found again, it is registered anew.
    case lost(since: UnixTime)
    /// Another one stands in for it, and was confirmed: for good.
    case replaced(since: UnixTime, by: AuthenticatorID)
    /// Taken away: for good.
    case revoked(since: UnixTime)
}

/// What happens to an authenticator.
public enum AuthenticatorEvent: Hashable, Sendable {
    /// A first proof by its owner.
    case confirmed
    /// The last of too many failures in a row.
    case exhausted
    /// Somebody may have a copy of its key.
    case suspected
    /// By a security administrator.
    case unlocked
    case reportedLost
    case replaced(by: AuthenticatorID)
    /// By an administrator, or because the account ends.
    case revoked
}

extension AuthenticatorState {
    /// - Returns: the state after an event; `nil` when the event is not possible in this state, and nothing is to change.
    public func after(_ event: AuthenticatorEvent, at time: UnixTime) -> AuthenticatorState? {
        switch (self, event) {
        case (.pending(let until), .confirmed): time < until ? .active(since: time) : nil
        case (.active, .exhausted): .locked(since: time)
        case (.active, .suspected): .copied(since: time)
        case (.locked, .unlocked): .active(since: time)
        case (.pending, .revoked), (.active, .revoked), (.locked, .revoked), (.copied, .revoked), (.lost, .revoked):
            .revoked(since: time)
        case (.active, .reportedLost), (.locked, .reportedLost): .lost(since: time)
        case (.active, .replaced(let by)), (.locked, .replaced(let by)), (.copied, .replaced(let by)),
            (.lost, .replaced(let by)):
            .replaced(since: time, by: by)
        case (.pending, .exhausted), (.pending, .suspected), (.pending, .unlocked), (.pending, .reportedLost),
            (.pending, .replaced),
            (.active, .confirmed), (.active, .unlocked),
            (.locked, .confirmed), (.locked, .exhausted), (.locked, .suspected),
            (.copied, .confirmed), (.copied, .exhausted), (.copied, .suspected), (.copied, .unlocked),
            (.copied, .reportedLost),
            (.lost, .confirmed), (.lost, .exhausted), (.lost, .suspected), (.lost, .unlocked), (.lost, .reportedLost),
            (.replaced, _), (.revoked, _):
            nil
        }
    }

    /// Whether the authenticator can prove anything now.
    public var isUsable: Bool {
        switch self {
        case .active: true
        case .pending, .locked, .copied, .lost, .replaced, .revoked: false
        }
    }

    /// Whether it ever proved anything, or could have.
    public var wasConfirmed: Bool {
        switch self {
        case .pending: false
        case .active, .locked, .copied, .lost, .replaced, .revoked: true
        }
    }

    /// Whether another one may take its place.
    public var isReplaceable: Bool {
        switch self {
        case .active, .locked, .copied, .lost: true
        case .pending, .replaced, .revoked: false
        }
    }

    /// Whether no use is possible any more, so that what it kept secret is of no more use either.
    public var isForGood: Bool {
        switch self {
        case .pending, .active, .locked: false
        case .copied, .lost, .replaced, .revoked: true
        }
    }
}
