internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// People: who there is, what they hold, and every change of it.
struct UserRoutes {
    let services: DeskServices
    private var administration: Administration { services.access.administration }

    func add(to router: RouterGroup<DeskContext>) {
        router.get("users", use: list).post("users", use: add)
        router.group("users/:name")
            .get(use: show)
            .post("disable", use: disable).post("enable", use: enable).post("unlock", use: unlock)
            .post("suspend", use: suspend).post("resume", use: resume).post("remove", use: remove)
            .post("review", use: review).post("check", use: check).get("requests", use: requests)
            .post("contact", use: setContact)
            .post("roles", use: setRoles).post("reset-factor", use: resetFactor)
            .post("bind-cert", use: bind).post("unbind-cert", use: unbind)
            .post("end-sessions", use: endSessions)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let accounts = try await administration.accounts(readBy: context.reader(), requestID: context.requestID)
        return try .json(["users": accounts.map { UserDocument($0) }])
    }

    @Sendable private func show(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let details = try await administration.details(
            of: context.account(), readBy: context.reader(), requestID: context.requestID)
        return try .json(UserDetailsDocument(details))
    }

    @Sendable private func add(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(AddUser.self)
        switch try await administration.admit(body.account(), mandate) {
        case .done(let account): return try .json(UserDocument(account), status: .created)
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }

    @Sendable private func disable(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.disable(context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func enable(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.enable(context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func suspend(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.suspend(context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func resume(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.resume(context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func remove(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.remove(context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func review(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.signOffReview(of: context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func check(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.signOffSpecialCheck(of: context.account(), context.order(ReasonOnly.self).mandate)
        return .done
    }

    @Sendable private func requests(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let requests = try await administration.requests(
            for: context.account(), readBy: context.reader(), requestID: context.requestID)
        return try .json(["requests": requests.map { RequestDocument($0) }])
    }

    @Sendable private func unlock(_: Request, context: DeskContext) async throws -> DeskAnswer {
        switch try await administration.unlock(context.account(), context.order(ReasonOnly.self).mandate) {
        case .lifted: return try .json(UnlockDocument(unlockCode: nil, expiresAt: nil))
        case .completedByOwner(let code, let expires):
            return try .json(UnlockDocument(unlockCode: code, expiresAt: RFC3339.string(expires)))
        }
    }

    @Sendable private func setContact(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(SetContact.self)
        try await administration.setContact(body.address(), of: context.account(), mandate)
        return .done
    }

    @Sendable private func setRoles(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(SetRoles.self)
        switch try await administration.assign(Set(body.roles.map(RoleName.init)), to: context.account(), mandate) {
        case .done: return .done
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }

    @Sendable private func resetFactor(_: Request, context: DeskContext) async throws -> DeskAnswer {
        switch try await administration.requestReset(of: context.account(), context.order(ReasonOnly.self).mandate) {
        case .done(let ticket):
            return try .json(
                EnrolmentTicketDocument(enrolmentCode: ticket.code, expiresAt: RFC3339.string(ticket.expires)))
        case .waiting(let reset): return try .json(["reset": ResetDocument(reset)], status: .accepted)
        }
    }

    @Sendable private func bind(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(BindCertificate.self)
        guard let mode = body.by.map(BindingMode.init) ?? .publicKey else {
            throw DeskProblem.badRequest(
                "'by' is '\(BindingMode.publicKey.rawValue)' or '\(BindingMode.issuerAndSerial.rawValue)'")
        }
        let device = try body.device.map { text in
            guard let device = DeviceID(text) else {
                throw DeskProblem.badRequest(
                    "'device' is 1 to 64 of A-Z, a-z, 0-9, ., _, : and -, as the list of assets has it")
            }
            return device
        }
        switch services.readCertificate(Array(body.pem.utf8)) {
        case .unreadable(let why):
            throw DeskProblem.badRequest("'pem': \(why)")
        case .certificate(let certificate):
            let binding = try await administration.bind(
                certificate, by: mode, to: context.account(), on: device, mandate)
            return try .json(BindingDocument(binding), status: .created)
        }
    }

    @Sendable private func unbind(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(UnbindCertificate.self)
        guard let reference = CertificateReference(text: body.binding) else {
            throw DeskProblem.badRequest(
                "'binding' is written as the user's 'bindings' show it: key:… or serial:… issuer:…")
        }
        try await administration.unbind(reference, from: context.account(), mandate)
        return .done
    }

    @Sendable private func endSessions(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let ended = try await administration.endSessions(of: context.account(), context.order(ReasonOnly.self).mandate)
        return try .json(["ended": ended])
    }
}
