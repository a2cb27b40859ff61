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
        let resources = administration.provisionableRoles.map { group($0, people).resource(at: context.place) }
        return .scim(query.list(resources.filter { query.filter?.matches($0) ?? true }.map(\.versioned)))
    }

    @Sendable private func show(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let query = try context.scimQuery()
        let resource = group(try role(context), try await people(context)).resource(at: context.place)
        if context.isUnchanged(resource) {
            return DeskAnswer(status: .notModified, contentType: SCIMRoutes.mediaType, body: [])
        }
        return .scim(resource: resource, shownBy: query)
    }

    @Sendable private func replace(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await change(context) { _ in try context.scimBody() }
    }

    @Sendable private func patch(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await change(context) { try SCIMPatch(context.scimBody()).applied(to: $0) }
    }

    @Sendable private func refuse(_: Request, context: DeskContext) async throws -> DeskAnswer {
        _ = try context.provisioner()
        throw SCIMProblem(status: 403, kind: .mutability, "which roles there are is the policy's to say")
    }

    private func change(_ context: DeskContext, _ wanted: (JSON) throws -> JSON) async throws -> DeskAnswer {
        let mandate = try context.provisioningMandate()
        let role = try role(context)
        let people = try await people(context)
        let before = group(role, people)
        let resource = before.resource(at: context.place)
        try context.checkVersion(of: resource)
        let after = try SCIMGroup(try wanted(resource), named: role.text)
        _ = try await administration.provision(
            try changes(of: role, from: Set(before.members), to: Set(after.members), people), mandate)
        let changed = group(role, try await self.people(context))
        return .scim(resource: changed.resource(at: context.place))
    }

    /// Those who get the role or lose it, with the roles that they shall have.
    private func changes(
        of role: RoleName, from before: Set<String>, to after: Set<String>, _ people: [Provisionable]
    ) throws(SCIMProblem) -> [ProvisionedPerson] {
        let known = Dictionary(people.map { ($0.name.text, $0) }) { first, _ in first }
        var changes: [ProvisionedPerson] = []
        for id in before.symmetricDifference(after).sorted() {
            guard let person = known[id] else { throw SCIMProblem(.invalidValue, "there is no user '\(id)'") }
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
        try await administration.provisionables(readBy: context.provisioner(), requestID: context.requestID)
    }

    private func role(_ context: DeskContext) throws -> RoleName {
        let id = try context.parameters.require("id")
        guard let role = administration.provisionableRoles.first(where: { $0.text == id }) else {
            throw SCIMProblem(status: 404, "the policy has no role '\(id)' for people")
        }
        return role
    }

    private func group(_ role: RoleName, _ people: [Provisionable]) -> SCIMGroup {
        SCIMGroup(name: role.text, members: people.filter { $0.roles.contains(role) }.map(\.name.text))
    }
}
