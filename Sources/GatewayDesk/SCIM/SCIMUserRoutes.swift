internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayJSON
internal import GatewaySCIM
internal import GatewayStore
internal import HTTPTypes
internal import Hummingbird

/// `/scim/v2/Users`: accounts of people. Their `id` is the account's name, which never changes and is never another's.
struct SCIMUserRoutes: DeskRoutes {
    static let root = SCIMRoutes.root
    static let tag = SCIMRoutes.tag

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .scim(
            .get, "Users", "listSCIMUsers", "People whom the personnel system looks after.", section: "3.4.2",
            answers: .standard(200, "ListResponse of User."), use: Self.list),
        .scim(
            .post, "Users", "createSCIMUser", "Somebody who joins.", section: "3.3", taking: .standard("User"),
            answers: .standard(201, "User."), refuses: [.conflict], use: Self.create),
        .scim(
            .get, "Users/{id}", "readSCIMUser", "One person.", section: "3.4.1", answers: .standard(200, "User."),
            .unchanged, refuses: [.notThere], use: Self.show),
        .scim(
            .put, "Users/{id}", "replaceSCIMUser", "A person, said anew.", section: "3.5.1", taking: .standard("User"),
            answers: .standard(200, "User."), refuses: [.notThere, .conflict, .changedSince], use: Self.replace),
        .scim(
            .patch, "Users/{id}", "patchSCIMUser", "Parts of a person.", section: "3.5.2",
            taking: .standard("PatchOp"), answers: .standard(200, "User."),
            refuses: [.notThere, .conflict, .changedSince], use: Self.patch),
        .scim(
            .delete, "Users/{id}", "deleteSCIMUser", "Somebody who leaves; the name stays taken.", section: "3.6",
            answers: .done, refuses: [.notThere, .conflict, .changedSince], use: Self.remove),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let actor = call.actor
        let query = try call.scimQuery()
        let people = try await administration.provisionables(readBy: actor, requestID: call.requestID)
        // What must equal is compared before resources are made of everybody.
        let name = query.filter.flatMap { $0.required("userName") ?? $0.required("id") }?.lowercased()
        let resources = people.all.filter { name == nil || $0.name.text == name }.map { $0.resource(in: call) }
        return .scim(query.list(resources.filter { query.filter?.matches($0) ?? true }.map(\.versioned)))
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        let actor = call.actor
        let query = try call.scimQuery()
        let name = try name(call)
        let people = try await administration.provisionables(about: name, readBy: actor, requestID: call.requestID)
        let resource = try Self.person(name, among: people).resource(in: call)
        if call.isUnchanged(resource) {
            return DeskAnswer(status: .notModified, contentType: SCIMRoutes.mediaType, body: [])
        }
        return .scim(resource: resource, shownBy: query)
    }

    @Sendable private func create(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let user = try SCIMUser(call.scimBody())
        let name = try user.accountName()
        guard user.isActive != false else {
            throw SCIMProblem(.invalidValue, "who is not active is not brought: bring them when they join")
        }
        let home = try await administration.homeOrganisation(of: mandate.actor)
        let brought = user.person(named: name, organisation: home)
        let people = try await administration.provision(about: name, mandate) { people in
            guard people[name] == nil else {
                throw SCIMProblem(status: 409, kind: .uniqueness, "there is a user '\(name)'")
            }
            return [brought]
        }
        return .scim(resource: try Self.person(name, among: people).resource(in: call), status: .created)
    }

    @Sendable private func replace(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let user = try SCIMUser(call.scimBody())
        return try await change(call, mandate) { _ in user }
    }

    @Sendable private func patch(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let patch = try SCIMPatch(call.scimBody())
        return try await change(call, mandate) { resource in
            var user = try SCIMUser(try patch.applied(to: resource))
            // A whole resource: roles that are not there were taken away.
            user.roles = user.roles ?? []
            return user
        }
    }

    /// A leaver: disabled, with sessions ended, and no longer here for the personnel system. The name stays taken.
    @Sendable private func remove(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.provisioningMandate()
        let name = try name(call)
        _ = try await administration.provision(about: name, mandate) { people in
            let person = try Self.person(name, among: people)
            try call.checkVersion(of: person.resource(in: call))
            var gone = person.asProvisioned
            gone.isActive = false
            gone.isDeleted = true
            return [gone]
        }
        return .done
    }

    /// - Parameter wanted: makes the person that is wanted out of the resource that is there.
    private func change(
        _ call: DeskCall, _ mandate: Mandate, _ wanted: @Sendable (JSON) throws -> SCIMUser
    ) async throws -> DeskAnswer {
        let name = try name(call)
        let people = try await administration.provision(about: name, mandate) { people in
            let person = try Self.person(name, among: people)
            let resource = person.resource(in: call)
            try call.checkVersion(of: resource)
            return [try Self.changed(person, to: try wanted(resource))]
        }
        return .scim(resource: try Self.person(name, among: people).resource(in: call))
    }

    private static func changed(_ person: Provisionable, to user: SCIMUser) throws(SCIMProblem) -> ProvisionedPerson {
        guard try user.accountName() == person.name else {
            throw SCIMProblem(.mutability, "'userName' never changes: bring the person under the new name")
        }
        var next = user.person(named: person.name, organisation: person.organisation)
        if Set(user.roles ?? []) == Set(person.roles.map(\.text)) { next.roles = nil }
        // What stays as it is says nothing: a suspension is not the personnel system's, nor is a pending approval.
        if user.isActive == person.isActive { next.isActive = nil }
        return next
    }

    private func name(_ call: DeskCall) throws -> AccountName {
        AccountName(stored: try call.parameter("id"))
    }

    private static func person(
        _ name: AccountName, among people: ProvisionablePeople
    ) throws(SCIMProblem) -> Provisionable {
        guard let person = people[name] else { throw SCIMProblem(status: 404, "there is no user '\(name)'") }
        return person
    }
}

extension SCIMUser {
    func accountName() throws(SCIMProblem) -> AccountName {
        do throws(AccountName.Problem) {
            return try AccountName(userName.lowercased())
        } catch {
            switch error {
            case .malformed:
                throw SCIMProblem(
                    .invalidValue, "'userName' has 3 to 64 of a-z 0-9 . _ -, beginning with a letter")
            case .guessable:
                throw SCIMProblem(.invalidValue, "'userName' is a name that anyone would try first")
            }
        }
    }

    func person(named name: AccountName, organisation home: String) -> ProvisionedPerson {
        ProvisionedPerson(
            name: name, displayName: displayName, organisation: organisation ?? home,
            language: language?.lowercased().hasPrefix("en") == true ? .english : .korean, isActive: isActive,
            roles: roles.map { Set($0.map(RoleName.init)) }, externalID: externalID)
    }
}

extension Provisionable {
    func resource(in call: DeskCall) -> JSON {
        let user = SCIMUser(
            userName: name.text, displayName: displayName, isActive: isActive, externalID: externalID,
            language: language.rawValue, organisation: organisation, roles: roles.sorted().map(\.text))
        return user.resource(
            id: name.text, waiting: Set(waiting.map(\.wish.word)).sorted(),
            at: SCIMPlace(base: call.base, created: RFC3339.string(createdAt)))
    }
}
