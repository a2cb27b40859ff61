public import GatewayIdentity

/// What can be done about an answer that is not a permit: steps, one after the other, each of which was tried on the policy itself.
public struct Remedy: Hashable, Sendable {
    public let steps: [RemedyStep]
    /// What stands in the way when all steps are done; `nil`: nothing, the answer is a permit then.
    public let obstacle: PolicyObstacle?

    public init(steps: [RemedyStep], obstacle: PolicyObstacle?) {
        self.steps = steps
        self.obstacle = obstacle
    }
}

/// One change of the circumstances, or of what is recorded of the person, after which the answer is another one.
public enum RemedyStep: Hashable, Sendable {
    // By the person.
    /// Connect with the certificate that the session was opened with, or anew with one.
    case showCertificate
    case showFactors([FactorGap])
    /// Any of these zones; the address is the one that was tried.
    case comeFrom([ZoneName], tried: NetworkAddress)
    /// Any of these countries; the first was tried.
    case beIn([CountryCode])
    /// The windows that are open then, if that is why.
    case wait(until: UnixTime, [WindowName])

    // By administrators.
    /// The terminal that is shown, `nil`: some other one.
    case useDesignatedDevice(DeviceID?)
    case obtain([ApprovalGap])
    case liftLock
    case enableAccount
    case takeRole(RoleName)
    case giveUpRole(RoleName)
    /// Fetch a younger revocation list.
    case renewRevocation

    public enum Doer: String, Sendable {
        case person, administrator
    }

    public var doer: Doer {
        switch self {
        case .showCertificate, .showFactors, .comeFrom, .beIn, .wait: .person
        case .useDesignatedDevice, .obtain, .liftLock, .enableAccount, .takeRole, .giveUpRole, .renewRevocation:
            .administrator
        }
    }
}

/// What no change of the circumstances can mend: the policy would have to say something else, or the request would have to be another one.
public enum PolicyObstacle: Hashable, Sendable {
    case unreadablePath
    case denyRules([RuleID])
    /// The rules that match, and the floors, have no zone or no window in common.
    case contradiction([RuleID])
    case methodNeverForwarded
    case methodUnknown
    case consoleOutOfUse
    case attestation
    /// A service account at a console that is for people alone.
    case notForServices
    /// The allow rules that came furthest, each with the term at which it failed; empty: none names the console.
    case noRule([RuleTrace])
}

extension RemedyStep: CustomStringConvertible {
    public var description: String {
        switch self {
        case .showCertificate: "Connect with the certificate that the session was opened with."
        case .showFactors(let gaps): gaps.map { "Show \($0)." }.joined(separator: " ")
        case .comeFrom(let zones, _): "Come from one of the zones \(list(zones))."
        case .beIn(let countries): "Come from one of the countries \(list(countries))."
        case .wait(let time, let windows):
            "Wait until \(RFC3339.string(time))"
                + (windows.isEmpty ? "." : ", when one of the windows \(list(windows)) is open.")
        case .useDesignatedDevice(let shown?): "Have terminal '\(shown)' designated, or use one that is."
        case .useDesignatedDevice(nil): "Use a designated terminal."
        case .obtain(let gaps): "Have these approved, entered or renewed: \(list(gaps))."
        case .liftLock: "Wait for the lock to end, or have it lifted."
        case .enableAccount: "Have the account enabled."
        case .takeRole(let role): "Be given the role '\(role)', for which there are rules on this console."
        case .renewRevocation: "Fetch the issuer's present revocation list: the one at hand is too old for the grade."
        case .giveUpRole(let role): "Have the role '\(role)' taken away: it excludes another one, or is not defined."
        }
    }
}

extension PolicyObstacle: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadablePath: "Send a path that can be read in one way only."
        case .denyRules(let rules):
            "Change what the deny rules \(list(rules)) speak of; no allow rule can outweigh them."
        case .contradiction(let rules):
            "The rules that match, and the floors, have no zone or no window in common; write one rule with all of them: "
                + list(rules) + "."
        case .methodNeverForwarded: "Nothing: this method is never forwarded."
        case .methodUnknown: "Say under 'actions' of the console what this method does."
        case .consoleOutOfUse: "Nothing at the gate: the console is closing or closed, or its contract has ended."
        case .attestation:
            "Have double encryption verified, and write down the day: the word on it is missing or older than 90 days."
        case .notForServices: "Nothing: service accounts are never admitted to consoles of grade C."
        case .noRule(let traces) where traces.isEmpty: "Write a rule that allows it: none names the console."
        case .noRule(let traces):
            traces.compactMap { trace in
                trace.failure.map { "Rule '\(trace.rule)' would come nearest, but \($0)." }
            }.joined(separator: " ")
        }
    }
}

private func list(_ items: [some CustomStringConvertible]) -> String {
    items.map(\.description).joined(separator: ", ")
}
