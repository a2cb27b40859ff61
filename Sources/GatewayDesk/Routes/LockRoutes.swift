internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Emergency locks: on a person, a certificate, an organisation, an issuer.
struct LockRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("locks", use: list).post("locks", use: add).post("locks/:id/lift", use: lift)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let locks = try await administration.locks(readBy: context.reader(), requestID: context.requestID)
        return try .json(["locks": locks.map { LockDocument($0) }])
    }

    @Sendable private func add(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(AddLock.self)
        let lock = try await administration.addLock(
            body.target(), until: body.until.map { try Instant.read($0, "until") }, mandate)
        return try .json(LockDocument(lock), status: .created)
    }

    @Sendable private func lift(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.liftLock(context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct AddLock: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case account, certificate, organisation, issuer, until, reason
    }

    let account: String?
    let certificate: String?
    let organisation: String?
    let issuer: String?
    let until: String?
    let reason: String

    /// Exactly one.
    func target() throws(DeskProblem) -> LockTarget {
        switch (account, certificate, organisation, issuer) {
        case (let name?, nil, nil, nil):
            return .account(AccountName(stored: name))
        case (nil, let hex?, nil, nil):
            guard let fingerprint = SHA256Digest(hex: hex) else {
                throw .badRequest("'certificate' is the SHA-256 of the certificate, 64 hexadecimal digits")
            }
            return .certificate(fingerprint)
        case (nil, nil, let organisation?, nil):
            return .organisation(organisation)
        case (nil, nil, nil, let issuer?):
            return .issuer(issuer)
        default:
            throw .badRequest("name one of 'account', 'certificate', 'organisation', 'issuer', and only one")
        }
    }
}

enum Instant {
    static func read(_ text: String, _ member: String) throws(DeskProblem) -> UnixTime {
        guard let instant = RFC3339.parse(text) else {
            throw .badRequest("'\(member)' is '\(text)', expected an instant such as 2026-12-01T09:00:00+09:00")
        }
        return instant
    }
}
