internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// What people come by: certificates, second factors, sessions, and how they come back after locks.
struct UserKeyRoutes: DeskRoutes {
    static let tag = UserRoutes.tag

    private let services: DeskServices
    private var administration: Administration { services.access.administration }
    private static let person = ["name": ValueSchema.account]

    init(_ services: DeskServices) { self.services = services }

    static let operations: [DeskOperation<Self>] = [
        .post(
            "users/{name}/unlock", "unlockUser", "Lift the locks that failed factors left.", in: person,
            answers: .ok(UnlockDocument.self, "Lifted; or, with a code, to be completed by the owner."),
            refuses: [.notThere, .conflict], use: Self.unlock),
        .post(
            "users/{name}/reset-factor", "resetFactor", "Have somebody register their second factor anew.", in: person,
            answers: .ok(EnrolmentTicketDocument.self, "The code to register by. It is told once."),
            .accepted(WaitingResetDocument.self, "It has to be approved, or its time has not come."),
            refuses: [.notThere, .conflict, .impossible], use: Self.resetFactor),
        .post(
            "users/{name}/bind-cert", "bindCertificate", "Bind a certificate to an account.", in: person,
            taking: BindCertificate.self, answers: .created(BindingDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.bind),
        .post(
            "users/{name}/unbind-cert", "unbindCertificate", "Take a certificate from an account.", in: person,
            taking: UnbindCertificate.self, answers: .done,
            refuses: [.notThere, .conflict], use: Self.unbind),
        .post(
            "users/{name}/end-sessions", "endSessionsOfUser", "End every session of an account.", in: person,
            answers: .ok(EndedSessionsDocument.self), refuses: [.notThere], use: Self.endSessions),
    ]

    @Sendable private func unlock(_ call: DeskCall) async throws -> DeskAnswer {
        switch try await administration.unlock(call.account(), call.order(ReasonOnly.self).mandate) {
        case .lifted: return try .json(UnlockDocument(unlockCode: nil, expiresAt: nil))
        case .completedByOwner(let code, let expires):
            return try .json(UnlockDocument(unlockCode: code, expiresAt: RFC3339.string(expires)))
        }
    }

    @Sendable private func resetFactor(_ call: DeskCall) async throws -> DeskAnswer {
        switch try await administration.requestReset(of: call.account(), call.order(ReasonOnly.self).mandate) {
        case .done(let ticket):
            return try .json(
                EnrolmentTicketDocument(enrolmentCode: ticket.code, expiresAt: RFC3339.string(ticket.expires)))
        case .waiting(let reset): return try .json(WaitingResetDocument(reset: ResetDocument(reset)), status: .accepted)
        }
    }

    @Sendable private func bind(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(BindCertificate.self)
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
            throw DeskProblem(status: 422, reason: .badRequest, detail: "'pem': \(why)")
        case .certificate(let certificate):
            let binding = try await administration.bind(
                certificate, by: mode, to: call.account(), on: device, mandate)
            return try .json(BindingDocument(binding), status: .created)
        }
    }

    @Sendable private func unbind(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(UnbindCertificate.self)
        guard let reference = CertificateReference(text: body.binding) else {
            throw DeskProblem.badRequest(
                "'binding' is written as the user's 'bindings' show it: key:… or serial:… issuer:…")
        }
        try await administration.unbind(reference, from: call.account(), mandate)
        return .done
    }

    @Sendable private func endSessions(_ call: DeskCall) async throws -> DeskAnswer {
        let ended = try await administration.endSessions(of: call.account(), call.order(ReasonOnly.self).mandate)
        return try .json(EndedSessionsDocument(ended: ended))
    }
}
