import GatewayIdentity

/// An exception to one rule, with its names looked up once.
struct CompiledException: Sendable {
    let name: ExceptionName
    let exception: RuleException
    let zones: UInt64
    let windows: UInt64

    init(
        _ name: ExceptionName, _ exception: RuleException, zones zoneBits: BitTable<ZoneName>,
        windows windowBits: BitTable<WindowName>
    ) {
        self.name = name
        self.exception = exception
        zones = zoneBits.mask(.only(exception.zones))
        windows = windowBits.mask(.only(exception.windows))
    }

    /// Whether it holds for the account now. Notes when that will change.
    func holds(for account: AccountName, at now: UnixTime, _ horizon: inout Horizon) -> Bool {
        guard exception.accounts.contains(account) else { return false }
        horizon.note(exception.from)
        horizon.note(exception.expires)
        return exception.from <= now && now < exception.expires
    }
}

/// What the exceptions that hold now add to a rule.
struct Relief {
    private(set) var names: [ExceptionName] = []
    private(set) var zones: UInt64 = 0
    private(set) var windows: UInt64 = 0

    init(of rule: CompiledRule, for account: AccountName, at now: UnixTime, _ horizon: inout Horizon) {
        for exception in rule.exceptions where exception.holds(for: account, at: now, &horizon) {
            names.append(exception.name)
            zones |= exception.zones
            windows |= exception.windows
        }
    }
}
