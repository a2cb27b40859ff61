internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayJSON
internal import GatewaySCIM
internal import HTTPTypes
internal import Hummingbird

/// `/scim/v2/Groups`: roles of the policy with those who hold them. Members come and go; roles do not.
struct SCIMGroupRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("Groups", use: list).post("Groups", use: refuse)
        router.group("Groups/:id").get(use: show).put(use: replace).patch(use: patch).delete(use: refuse)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let query = try context.scimQuery()
        let people = try await people(context)
        let resources = administration.provisionableRoles.map { Self.group($0, people).resource(at: context.place) }
        return .scim(query.list(resources.filter { query.filter?.matches($0) ?? true }.map(\.versioned)))
    }

    @Sendable private func show(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let query = try context.scimQuery()
        let resource = Self.group(try role(context), try await people(context)).resource(at: context.place)
        if context.isUnchanged(resource) {
            return DeskAnswer(status: .notModified, contentType: SCIMRoutes.mediaType, body: [])
        }
        return .scim(resource: resource, shownBy: query)
    }

    @Sendable private func replace(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.provisioningMandate()
        let role = try role(context)
        let group = try SCIMGroup(sent: context.scimBody(), named: role.text)
        return try await change(role, context, mandate) { _ in group }
    }

    @Sendable private func patch(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.provisioningMandate()
        let role = try role(context)
        let patch = try SCIMPatch(context.scimBody())
        return try await change(role, context, mandate) { try SCIMGroup(try patch.applied(to: $0), named: role.text) }
    }

    @Sendable private func refuse(_: Request, context: DeskContext) async throws -> DeskAnswer {
        _ = try context.provisioner()
        throw SCIMProblem(status: 403, kind: .mutability, "which roles there are is the policy's to say")
    }

    /// - Parameter wanted: makes the group that is wanted out of the resource that is there.
    private func change(
        _ role: RoleName, _ context: DeskContext, _ mandate: Mandate, _ wanted: @Sendable (JSON) throws -> SCIMGroup
    ) async throws -> DeskAnswer {
        let people = try await administration.provision(mandate) { people in
            let before = Self.group(role, people.all)
            let resource = before.resource(at: context.place)
            try context.checkVersion(of: resource)
            let after = try wanted(resource)
            return try Self.changes(of: role, from: Set(before.members), to: Set(after.members), people)
        }
        return .scim(resource: Self.group(role, people.all).resource(at: context.place))
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

    private func people(_ context: DeskContext) async throws -> [Provisionable] {
        try await administration.provisionables(readBy: context.provisioner(), requestID: context.requestID).all
    }

    private func role(_ context: DeskContext) throws -> RoleName {
        let id = try context.parameters.require("id")
        guard let role = administration.provisionableRoles.first(where: { $0.text == id }) else {
            throw SCIMProblem(status: 404, "the policy has no role '\(id)' for people")
        }
        return role
    }

    private static func group(_ role: RoleName, _ people: [Provisionable]) -> SCIMGroup {
        SCIMGroup(name: role.text, members: people.filter { $0.roles.contains(role) }.map(\.name.text))
    }
}
