public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// A person as a personnel system sees them: an account, or one that waits for its approval.
public struct Provisionable: Hashable, Sendable {
    public let name: AccountName
    public let displayName: String
    public let organisation: String
    public let language: Language
    public let isActive: Bool
    public let roles: Set<RoleName>
    public let externalID: String?
    public let createdAt: UnixTime
    /// What another person has yet to approve.
    public let waiting: [AccountRequest]

    init(_ account: Account, waiting: [AccountRequest]) {
        name = account.name
        displayName = account.displayName
        organisation = account.organisation
        language = account.language
        isActive = account.state == .active
        roles = account.roles
        externalID = account.externalID
        createdAt = account.createdAt
        self.waiting = waiting
    }

    init(_ request: AccountRequest, _ applied: AccountRequest.Applied) {
        name = request.account
        displayName = applied.displayName
        organisation = applied.organisation
        language = applied.language
        isActive = false
        roles = []
        externalID = applied.externalID
        createdAt = request.at
        waiting = [request]
    }

    /// The same as what the personnel system would say to leave it so.
    public var asProvisioned: ProvisionedPerson {
        ProvisionedPerson(
            name: name, displayName: displayName, organisation: organisation, language: language, isActive: nil,
            roles: nil, externalID: externalID)
    }
}

extension Administration {
    /// The policy's roles for people, by name.
    public var provisionableRoles: [RoleName] {
        core.policy.value.definition.roles.filter { $0.value.kind != .service }.keys.sorted()
    }

    /// Where a person belongs of whom the personnel system does not say: where it belongs itself.
    public func homeOrganisation(of actor: Actor) async throws(AdministrationProblem) -> String {
        try await awaitEverybody()
        return try require(actor.storedName).organisation
    }
}
