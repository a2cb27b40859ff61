internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Emergency locks: on a person, a certificate, an organisation, an issuer, a network.
struct LockRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Locks", note: "Emergency locks, on a person, a certificate, an organisation, an issuer or a network.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get("locks", "listLocks", "Locks that hold.", answers: .list("locks", of: LockDocument.self), use: Self.list),
        .post(
            "locks", "addLock", "Lock somebody or something out at once.", taking: AddLock.self,
            answers: .created(LockDocument.self, "It holds."), refuses: [.notThere, .conflict, .impossible],
            use: Self.add),
        .post(
            "locks/{id}/lift", "liftLock", "Lift a lock.", answers: .done, refuses: [.notThere, .conflict],
            use: Self.lift),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let locks = try await administration.locks(readBy: call.actor, requestID: call.requestID)
        return try .list("locks", locks.map { LockDocument($0) })
    }

    @Sendable private func add(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(AddLock.self)
        let lock = try await administration.addLock(
            body.target(), until: body.until.map { try Instant.read($0, "until") },
            isForced: body.force ?? false, mandate)
        return try .json(LockDocument(lock), status: .created)
    }

    @Sendable private func lift(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.liftLock(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct AddLock: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "AddLock", "Whom or what to lock out; one of `account`, `certificate`, `organisation`, `issuer`, `network`.",
        bonds: [.oneOf(["account", "certificate", "organisation", "issuer", "network"])],
        [
            .maybe("account", .account),
            .maybe("certificate", .digest, "SHA-256 of the certificate."),
            .maybe("organisation", .short),
            .maybe(
                "issuer", .text(1...1024, example: "CN=Example CA"), "The distinguished name, as certificates have it."),
            .maybe("network", .network, "Everybody who comes from there, also those who are in."),
            .maybe("force", .flag, "Also a network that holds this machine."),
            .maybe("until", .instant, "Absent: until somebody lifts it."),
            .reason,
        ])

    let account: String?
    let certificate: String?
    let organisation: String?
    let issuer: String?
    let network: String?
    let force: Bool?
    let until: String?
    let reason: String

    /// Exactly one.
    func target() throws(DeskProblem) -> LockTarget {
        switch (account, certificate, organisation, issuer, network) {
        case (let name?, nil, nil, nil, nil):
            return .account(AccountName(stored: name))
        case (nil, let hex?, nil, nil, nil):
            guard let fingerprint = SHA256Digest(hex: hex) else {
                throw .badRequest("'certificate' is the SHA-256 of the certificate, 64 hexadecimal digits")
            }
            return .certificate(fingerprint)
        case (nil, nil, let organisation?, nil, nil):
            guard (1...200).contains(organisation.utf8.count) else {
                throw .badRequest("'organisation' has 1 to 200 bytes")
            }
            return .organisation(organisation)
        case (nil, nil, nil, let issuer?, nil):
            guard (1...1024).contains(issuer.utf8.count) else { throw .badRequest("'issuer' has 1 to 1024 bytes") }
            return .issuer(issuer)
        case (nil, nil, nil, nil, let network?):
            guard let block = CIDRBlock(network) else {
                throw .init(
                    status: 422, reason: .badRequest,
                    detail: "'network' is a network such as 203.0.113.0/24, without host bits")
            }
            return .network(block)
        default:
            throw .badRequest("name one of 'account', 'certificate', 'organisation', 'issuer', 'network', and only one")
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
