public import GatewayIdentity
public import GatewayStore

/// Why an order about a program, or about what is for programs alone, was not carried out.
public enum ServiceProblem: Hashable, Sendable {
    /// Roles of kind `service` are for programs.
    case roleOfPrograms(RoleName)
    /// A program acts in roles of kind `service` and in no other.
    case roleOfPeople(RoleName)
    case noRole
    case noTerms
    /// Terms were named for somebody who is no program.
    case termsOfPerson(AccountName)
    case terms(ServiceTerms.Problem)
    /// Whoever is to answer for it is no person who is there now.
    case owner(AccountName)
    /// The end lies in the past, or too far away.
    case period
    case notService(AccountName)
    /// Factors, logins and files of people are not for it.
    case isService(AccountName)
}

extension ServiceProblem: CustomStringConvertible {
    /// For the administrator.
    public var description: String {
        switch self {
        case .roleOfPrograms(let role): "the role '\(role)' is for service accounts: people hold roles of other kinds"
        case .roleOfPeople(let role):
            "the role '\(role)' is for people: a service account holds roles of kind 'service'"
        case .noRole: "a service account has at least one role of kind 'service'"
        case .noTerms:
            "a service account has an owner, networks and an end: 'gwanmun service add NAME --owner … --network … --until …'"
        case .termsOfPerson(let name): "'\(name)' is a person's: owner, networks and end are for service accounts"
        case .terms(let problem): problem.description
        case .owner(let name): "'\(name)' cannot answer for a service: expected a person's account that is active"
        case .period:
            "the end of a service lies after now and at most \(ServiceTerms.longest.wholeSeconds / 86400) days ahead"
        case .notService(let name): "'\(name)' is no service account"
        case .isService(let name):
            "'\(name)' is a service account: it gets in by its certificate alone, signs in nowhere and has no factors; 'gwanmun service' changes it"
        }
    }
}
