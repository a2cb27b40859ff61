internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySessions

struct SessionDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Session", "An open session.",
        [
            .needed("id", .digest),
            .needed("user", .account),
            .needed("factors", .list(of: .object(Factor.self))),
            .needed("created_at", .instant),
            .needed("last_seen_at", .instant),
            .needed("expires_at", .instant),
            .needed("idle_expires_at", .instant),
            .maybe("source", .text),
            .maybe("user_agent", .text),
            .needed("certificate", .digest, "SHA-256 of the certificate."),
        ])

    let id: String
    let user: String
    let factors: [Factor]
    let createdAt: String
    let lastSeenAt: String
    let expiresAt: String
    let idleExpiresAt: String
    let source: String?
    let userAgent: String?
    let certificate: String

    struct Factor: DeskDocument {
        static let schema = ObjectSchema(
            "SessionFactor", "A factor that was proved in it.",
            [
                .needed("kind", .factor),
                .needed("at", .instant),
            ])

        let kind: String
        let at: String
    }

    init(_ session: LiveSession) {
        id = session.id.description
        user = session.account.text
        factors = session.proofs.map { Factor(kind: $0.kind.rawValue, at: RFC3339.string($0.at)) }
        createdAt = RFC3339.string(session.createdAt)
        lastSeenAt = RFC3339.string(session.lastSeen)
        expiresAt = RFC3339.string(session.absoluteExpiry)
        idleExpiresAt = RFC3339.string(session.idleExpiry)
        source = session.place?.source.description
        userAgent = session.place?.userAgent
        certificate = session.binding.fingerprint.hex
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, factors, source, certificate
        case createdAt = "created_at"
        case lastSeenAt = "last_seen_at"
        case expiresAt = "expires_at"
        case idleExpiresAt = "idle_expires_at"
        case userAgent = "user_agent"
    }
}
