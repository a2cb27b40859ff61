public import GatewayIdentity
public import GatewayPolicy
public import GatewayStore
public import GatewayVault

/// Why an administrative order was not carried out. Nothing was changed, unless the order itself was followed by a
/// failure in the record.
public enum AdministrationProblem: Error, Hashable, Sendable {
    case notFound(StoredThing)
    case conflict(StoreConflict)
    /// These roles cannot be held together, or the policy does not know one of them.
    case roles(RoleConflict)
    /// Nobody administers themselves: another administrator or the control socket has to.
    case ownAccount
    /// Only a security administrator who proved a second factor just now may, at the desk.
    case provenAdministratorNeeded
    /// A grant or lock that would be over before it begins.
    case emptyPeriod
    case unknownConsole(ConsoleID)
    case noConsole
    /// Grants are for roles of kind `external`.
    case notExternal(AccountName)
    /// The place of key-encryption keys did not do it, or may not.
    case keys(VaultProblem)
    /// One person does not do this alone at this site: it has to be requested, and approved by another.
    case approvalNeeded
    /// Nobody approves what they asked for.
    case ownRequest
    /// A personnel system does not give this role, nor touch those who hold it.
    case notProvisionable(RoleName)
    /// Only emergency accounts are opened.
    case noBreakGlass(AccountName)
    /// Between the plan and the order something changed.
    case planChanged
    /// One person of several; nothing was done for any.
    indirect case person(AccountName, AdministrationProblem)
    /// An import of none, or of more than `Administration.tokenLimit`.
    case tokenCount(Int)
    /// Not two codes that the device shows one after the other, or not new ones.
    case codesRefused
    /// The factors of a partner, or of somebody under the strict profile: one asks, another approves.
    case resetNeedsApproval
    /// A partner's are asked for by whoever answers for them.
    case resetNeedsSponsor([AccountName])
    /// Not an active colleague who could answer for a partner.
    case noSponsor(AccountName)
    case service(ServiceProblem)
    /// The person has no such authenticator, or none whose place another could take.
    case notReplaceable(AccountName)
    /// To resynchronise one device, within an hour.
    case tooManyTries
    /// About the policy itself.
    case policy(PolicyChangeProblem)
    case approval(ApprovalProblem)
    case review(ReviewProblem)
    case report(ReportProblem)
    /// Nobody lifts a measure about themselves or about a partner they answer for, nor gives a way around it.
    case ownMeasure
    /// It would shut out whoever orders it, or this machine.
    case ownNetwork(CIDRBlock)
    case unknownWatchRule(String)
    case failed(AccessFailure)

    init(_ error: StoreError) {
        switch error {
        case .conflict(let conflict): self = .conflict(conflict)
        case .notFound(let thing): self = .notFound(thing)
        case .unavailable, .busy, .full, .readOnly, .unreadable: self = .failed(AccessFailure(error))
        }
    }

    init(_ problem: VaultProblem) {
        switch problem {
        case .store(let error): self.init(error)
        case .place, .crypto, .missing, .noPlace, .needsAnother: self = .keys(problem)
        }
    }

    init(wrapping error: any Error) {
        switch error {
        case let problem as AdministrationProblem: self = problem
        case let error as StoreError: self.init(error)
        case let problem as VaultProblem: self.init(problem)
        default: self = .failed(AccessFailure(wrapping: error))
        }
    }
}

extension AdministrationProblem: CustomStringConvertible {
    /// For the administrator.
    public var description: String {
        switch self {
        case .notFound(let thing): "no such \(thing.rawValue)"
        case .conflict(let conflict): conflict.rawValue
        case .roles(.excluded(let one, let other)):
            "the roles '\(one)' and '\(other)' exclude each other: give them to two people"
        case .roles(.unknown(let role)): "the policy knows no role '\(role)': see the roles in the policy files"
        case .ownAccount:
            "nobody administers their own account: ask another security administrator, or use the control socket"
        case .provenAdministratorNeeded:
            "the limits of this account are strict: a security administrator has to order it at the desk (--desk), with a second factor proved just now"
        case .emptyPeriod:
            "the period ends before it begins, or lies in the past: 'until' must come after 'from' and after now"
        case .unknownConsole(let console): "the policy knows no console '\(console)'"
        case .noConsole: "a grant names at least one console"
        case .notExternal(let account): "'\(account)' has no external role, so a grant would mean nothing"
        case .keys(.place(let problem)): "\(problem). \(problem.hint)"
        case .keys(let problem): problem.description
        case .approvalNeeded:
            "this takes two people here: request it, and let another security administrator approve"
        case .ownRequest: "nobody approves their own request, nor one about themselves: ask another administrator"
        case .notProvisionable(let role):
            "the role '\(role)' is not given or taken by a personnel system: a security administrator does that"
        case .noBreakGlass(let account): "'\(account)' is no emergency account: it has no role 'break_glass'"
        case .planChanged: "something changed since the plan was made: look at the new plan first"
        case .person(let name, let problem): "\(name): \(problem)"
        case .tokenCount(let count):
            "an import of \(count) tokens: 1 to \(Administration.tokenLimit) at a time; split the file"
        case .resetNeedsApproval:
            "the factors of this person are not reset by one alone: it is asked for, and another approves"
        case .resetNeedsSponsor(let sponsors):
            "a partner's factors are reset by two: \(sponsors.map(\.text).joined(separator: " or ")), who answers for them, asks on their own page, and a security administrator approves"
        case .noSponsor(let name):
            "'\(name)' cannot answer for a partner: an active account of a person of this house is expected, another than the partner's"
        case .notReplaceable(let name):
            "'\(name)' has no such authenticator in use, locked or lost, so nothing can take its place: 'gwanmun user show' lists them"
        case .codesRefused:
            "these are not two codes that the device shows one after the other, or they were used before"
        case .tooManyTries:
            "this device was tried \(Administration.resynchronisationsAnHour) times within an hour: try again later"
        case .service(let problem): problem.description
        case .policy(let problem): problem.description
        case .approval(let problem): problem.description
        case .review(let problem): problem.description
        case .report(let problem): problem.description
        case .ownMeasure:
            "nobody lifts a measure about themselves or about a partner they answer for, nor gives a way around it: ask another security administrator"
        case .ownNetwork(let block):
            "'\(block)' is where you come from, or holds this machine: say --force if that is meant"
        case .unknownWatchRule(let rule): "the policy knows no watch rule '\(rule)'"
        case .failed(let failure): failure.description
        }
    }
}
