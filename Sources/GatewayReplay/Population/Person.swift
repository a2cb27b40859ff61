public import GatewayIdentity
public import GatewayPolicy

/// Somebody whom a policy is asked about without a request of theirs.
public struct Person: Hashable, Sendable {
    public var account: AccountName
    public var roles: Set<RoleName>
    public var condition: Subject.Condition
    /// `nil`: not known; then one for every console is assumed, and the report says so.
    public var grants: [Grant]?

    public init(
        account: AccountName, roles: Set<RoleName>, condition: Subject.Condition = .active, grants: [Grant]? = nil
    ) {
        self.account = account
        self.roles = roles
        self.condition = condition
        self.grants = grants
    }
}

/// People whom no policy can tell apart: each is asked about once.
struct PersonClass: Hashable, Sendable {
    /// `nil`: one whom the policies do not name.
    let account: AccountName?
    let roles: Set<RoleName>
    let condition: Subject.Condition
    let grants: GrantsHeld

    enum GrantsHeld: Hashable, Sendable {
        case assumed
        /// Consoles with a grant that runs, and those with one that has ended.
        case known(running: Set<ConsoleID>, ended: Set<ConsoleID>)
    }

    /// - Parameters:
    ///   - named: whom the policies name one by one.
    ///   - time: at which grants run or have ended.
    init(of person: Person, named: Set<AccountName>, at time: UnixTime) {
        account = named.contains(person.account) ? person.account : nil
        roles = person.roles
        condition = person.condition
        grants =
            person.grants.map { grants in
                .known(
                    running: Set(grants.filter { $0.from <= time && time < $0.to }.map(\.console)),
                    ended: Set(grants.filter { $0.to <= time }.map(\.console)))
            } ?? .assumed
    }

    /// For one console: one that runs whenever it is asked for, one that has ended, or none.
    func grants(for console: ConsoleID) -> [Grant] {
        let running = Grant(console: console, from: UnixTime(seconds: 0), to: .distantFuture)
        switch grants {
        case .assumed: return [running]
        case .known(let held, let ended):
            if held.contains(console) { return [running] }
            return ended.contains(console)
                ? [Grant(console: console, from: UnixTime(seconds: 0), to: UnixTime(seconds: 1))] : []
        }
    }
}
