public import GatewayIdentity

/// Why a question is answered as it is: the decision, and for every rule of the console the first of its terms that does not hold.
public struct Explanation: Sendable {
    public let decision: Decision
    /// Rules that do not name the console are left out: no change of circumstances could make them count. Sorted by name.
    public let rules: [RuleTrace]
    /// Floors that speak of the console and the roles in use: what they ask for is asked of every rule. Sorted.
    public let floors: [FloorName]
    /// Exceptions that hold now. Sorted.
    public let exceptions: [ExceptionName]
    /// What would change the answer.
    public let remedy: Remedy
}

public struct RuleTrace: Hashable, Sendable {
    public let rule: RuleID
    public let effect: Effect
    /// The first term that does not hold; `nil`: all hold.
    public let failure: Term?

    public enum Effect: String, Sendable {
        case allow, deny
    }

    /// A term of a rule, with what would satisfy it. In the order in which terms are tried.
    public enum Term: Hashable, Sendable {
        case roles([RoleName])
        case path([PathPattern])
        case action([Action])
        case method([RequestMethod])
        case zone([ZoneName])
        case country([CountryCode])
        case device
        case window([WindowName])
        /// A deny rule does not strike because of its `unless`.
        case exception
        case approvals([ApprovalGap])
        case factors([FactorGap])
    }
}

extension RuleTrace: CustomStringConvertible {
    public var description: String {
        switch failure {
        case nil: "\(effect.rawValue) rule '\(rule)' holds"
        case let failure?: "\(effect.rawValue) rule '\(rule)' does not hold: \(failure)"
        }
    }
}

extension RuleTrace.Term: CustomStringConvertible {
    public var description: String {
        switch self {
        case .roles(let roles): "it is for the roles \(list(roles))"
        case .path(let paths): "it is for the paths \(list(paths))"
        case .action(let actions): "it is for the actions \(list(actions.map(\.rawValue)))"
        case .method(let methods): "it is for the methods \(list(methods))"
        case .zone(let zones): "it is for the zones \(list(zones))"
        case .country(let countries): "it is for the countries \(list(countries))"
        case .device: "it is for designated devices"
        case .window(let windows): "it is for the windows \(list(windows))"
        case .exception: "its exception (unless) applies"
        case .approvals(let gaps): "approvals are missing: " + list(gaps)
        case .factors(let gaps): "factors are missing: " + list(gaps)
        }
    }
}

extension FactorGap: CustomStringConvertible {
    public var description: String {
        "\(name.rawValue) (\(acceptedKinds.map(\.rawValue).joined(separator: " or ")), at most \(maximumAge.wholeSeconds) s old"
            + (hasLapsed ? "; the one shown is older)" : ")")
    }
}

private func list(_ items: [some CustomStringConvertible]) -> String {
    items.map(\.description).joined(separator: ", ")
}
