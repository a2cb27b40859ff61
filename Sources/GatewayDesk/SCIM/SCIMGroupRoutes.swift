internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayJSON
internal import GatewaySCIM
internal import HTTPTypes
internal import Hummingbird

/// `/scim/v2/Groups`: roles of the policy with those who hold them. Members come and go; roles do not.
struct SCIMGroupRoutes: DeskRoutes {
    static let root = SCIMRoutes.root
    static let tag = SCIMRoutes.tag

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .scim(
            .get, "Groups", "listSCIMGroups", "Roles that can be given.", section: "3.4.2",
            answers: .standard(200, "ListResponse of Group."), use: Self.list),
        .scim(
            .post, "Groups", "createSCIMGroup", "Never: which roles there are is the policy's to say.", section: "3.3",
            taking: .standard("Group"), use: Self.refuse),
        .scim(
            .get, "Groups/{id}", "readSCIMGroup", "One role with those who hold it.", section: "3.4.1",
            answers: .standard(200, "Group."), .unchanged, refuses: [.notThere], use: Self.show),
        .scim(
            .put, "Groups/{id}", "replaceSCIMGroup", "Who holds a role.", section: "3.5.1", taking: .standard("Group"),
            answers: .standard(200, "Group."), refuses: [.notThere, .conflict, .changedSince], use: Self.replace),
        .scim(
            .patch, "Groups/{id}", "patchSCIMGroup", "Who comes to hold a role, and who ceases to.", section: "3.5.2",
            taking: .standard("PatchOp"), answers: .standard(200, "Group."),
            refuses: [.notThere, .conflict, .changedSince], use: Self.patch),
        .scim(
            .delete, "Groups/{id}", "deleteSCIMGroup", "Never: which roles there are is the policy's to say.",
            section: "3.6", use: Self.refuse),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let query = try call.scimQuery()
        let people = try await people(call)
        let resources = administration.provisionableRoles.map { Self.group($0, people).resource(at: call.place) }
        return .scim(query.list(resources.filter { query.filter?.matches($0) ?? true }.map(\.versioned)))
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        let query = try call.scimQuery()
        let resource = Self.group(try role(call), try await people(call)).resource(at: call.place)
        if call.isUnchanged(resource) {
            return DeskAnswer(status: .notModified, contentType: SCIMRoutes.mediaType, body: [])
        }
        return .scim(resource: resource, shownBy: query)
    }

    @Sendable private func replace(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let role = try role(call)
        let group = try SCIMGroup(sent: call.scimBody(), named: role.text)
        return try await change(role, call, mandate) { _ in group }
    }

    @Sendable private func patch(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let role = try role(call)
        let patch = try SCIMPatch(call.scimBody())
        return try await change(role, call, mandate) { try SCIMGroup(try patch.applied(to: $0), named: role.text) }
    }

    @Sendable private func refuse(_ call: DeskCall) async throws -> DeskAnswer {
        throw SCIMProblem(status: 403, kind: .mutability, "which roles there are is the policy's to say")
    }

    /// - Parameter wanted: makes the group that is wanted out of the resource that is there.
    private func change(
        _ role: RoleName, _ call: DeskCall, _ mandate: Mandate, _ wanted: @Sendable (JSON) throws -> SCIMGroup
    ) async throws -> DeskAnswer {
        let people = try await administration.provision(mandate) { people in
            let before = Self.group(role, people.all)
            let resource = before.resource(at: call.place)
            try call.checkVersion(of: resource)
            let after = try wanted(resource)
            return try Self.changes(of: role, from: Set(before.members), to: Set(after.members), people)
        }
        return .scim(resource: Self.group(role, people.all).resource(at: call.place))
    }

    /// Those who get the role or lose it, with the roles that they shall have.
    private static func changes(
        of role: RoleName, from before: Set<String>, to after: Set<String>, _ people: ProvisionablePeople
    ) throws(SCIMProblem) -> [ProvisionedPerson] {
        var changes: [ProvisionedPerson] = []
        for id in before.symmetricDifference(after).sorted() {
            guard let person = people[AccountName(stored: id)] else {
                throw SCIMProblem(.invalidValue, "there is no user '\(id)'")
            }
            guard person.isActive || !after.contains(id) else {
                throw SCIMProblem(.invalidValue, "the user '\(id)' is not active: roles are for who is")
            }
            var next = person.asProvisioned
            next.roles = after.contains(id) ? person.roles.union([role]) : person.roles.subtracting([role])
            changes.append(next)
        }
        return changes
    }

    private func people(_ call: DeskCall) async throws -> [Provisionable] {
        try await administration.provisionables(readBy: call.actor, requestID: call.requestID).all
    }

    private func role(_ call: DeskCall) throws -> RoleName {
        let id = try call.parameter("id")
        guard let role = administration.provisionableRoles.first(where: { $0.text == id }) else {
            throw SCIMProblem(status: 404, "the policy has no role '\(id)' for people")
        }
        return role
    }

    private static func group(_ role: RoleName, _ people: [Provisionable]) -> SCIMGroup {
        SCIMGroup(name: role.text, members: people.filter { $0.roles.contains(role) }.map(\.name.text))
    }
}
