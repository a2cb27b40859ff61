internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// People: who there is, what they hold, and every change of it.
struct UserRoutes: DeskRoutes {
    static let tag = DeskTag(name: "People", note: "Accounts, what they hold, and every change of it.")

    private let administration: Administration
    private static let person = ["name": ValueSchema.account]

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "users", "listUsers", "Every account.", answers: .list("users", of: UserDocument.self), use: Self.list),
        .post(
            "users", "addUser", "Bring somebody, or a service.", taking: AddUser.self,
            answers: .created(UserDocument.self, "They are there."),
            .accepted(RequestDocument.self, "It takes another person: the request waits."),
            refuses: [.conflict, .impossible], use: Self.add),
        .get(
            "users/{name}", "readUser",
            "One account, with its bindings, devices, locks, grants and sessions, and the terms of a service.",
            in: person, answers: .ok(UserDetailsDocument.self), refuses: [.notThere], use: Self.show),
        .post(
            "users/{name}/disable", "disableUser", "Put an account out of use, and end its sessions.", in: person,
            answers: .done,
            refuses: [.notThere, .conflict], use: Self.disable),
        .post(
            "users/{name}/enable", "enableUser", "Put a disabled account into use again.", in: person, answers: .done,
            refuses: [.notThere, .conflict, .impossible], use: Self.enable),
        .post(
            "users/{name}/suspend", "suspendUser", "Keep an account out for a while, and end its sessions.", in: person,
            answers: .done,
            refuses: [.notThere, .conflict], use: Self.suspend),
        .post(
            "users/{name}/resume", "resumeUser", "Let a suspended account in again.", in: person, answers: .done,
            refuses: [.notThere, .conflict, .impossible], use: Self.resume),
        .post(
            "users/{name}/remove", "removeUser", "Remove an account for good. Its name stays taken.", in: person,
            answers: .done,
            refuses: [.notThere, .conflict], use: Self.remove),
        .post(
            "users/{name}/review", "signOffReview", "Confirm that somebody still needs the roles they hold.",
            in: person, answers: .done,
            refuses: [.notThere, .conflict], use: Self.review),
        .post(
            "users/{name}/check", "signOffCheck", "Confirm that a special-purpose account was looked at.", in: person,
            answers: .done,
            refuses: [.notThere, .conflict, .impossible], use: Self.check),
        .get(
            "users/{name}/requests", "listRequestsOfUser", "All requests about an account ever made.", in: person,
            answers: .list("requests", of: RequestDocument.self), refuses: [.notThere], use: Self.requests),
        .post(
            "users/{name}/contact", "setContact", "Set where the owner is warned, or forget it.", in: person,
            taking: SetContact.self, answers: .done,
            refuses: [.notThere, .conflict], use: Self.setContact),
        .post(
            "users/{name}/roles", "setRoles", "Give an account these roles and no others.", in: person,
            taking: SetRoles.self, answers: .done,
            .accepted(RequestDocument.self, "It takes another person: the request waits."),
            refuses: [.notThere, .conflict, .impossible], use: Self.setRoles),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let accounts = try await administration.accounts(readBy: call.actor, requestID: call.requestID)
        return try .list("users", accounts.map { UserDocument($0) })
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        let details = try await administration.details(
            of: call.account(), readBy: call.actor, requestID: call.requestID)
        return try .json(UserDetailsDocument(details))
    }

    @Sendable private func add(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(AddUser.self)
        switch try await administration.admit(body.account(), mandate) {
        case .done(let account): return try .json(UserDocument(account), status: .created)
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }

    @Sendable private func disable(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.disable(call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func enable(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.enable(call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func suspend(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.suspend(call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func resume(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.resume(call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func remove(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.remove(call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func review(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.signOffReview(of: call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func check(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.signOffSpecialCheck(of: call.account(), call.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func requests(_ call: DeskCall) async throws -> DeskAnswer {
        let requests = try await administration.requests(
            for: call.account(), readBy: call.actor, requestID: call.requestID)
        return try .list("requests", requests.map { RequestDocument($0) })
    }

    @Sendable private func setContact(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(SetContact.self)
        try await administration.setContact(body.address(), of: call.account(), mandate)
        return .done
    }

    @Sendable private func setRoles(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(SetRoles.self)
        switch try await administration.assign(Set(body.roles.map(RoleName.init)), to: call.account(), mandate) {
        case .done: return .done
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }
}
