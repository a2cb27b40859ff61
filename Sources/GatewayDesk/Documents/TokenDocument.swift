internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

/// A hardware token in stock, given out or out of use. No secret is in it.
struct TokenDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Token", "A hardware token in stock, given out or out of use. No secret is in it.",
        [
            .needed("serial", .text),
            .needed("kind", .words("hotp", "totp")),
            .needed("manufacturer", .text),
            .needed("algorithm", .text),
            .needed("digits", .count(6...8)),
            .maybe("period", .count, "In seconds; of a clock alone."),
            .maybe("begins", .instant),
            .maybe("ends", .instant),
            .needed("imported_at", .instant),
            .needed("imported_by", .text),
            .needed("state", .words("waiting", "assigned", "revoked")),
            .maybe("user", .account),
            .maybe("authenticator", .text),
            .needed("since", .instant),
        ])

    let serial: String
    let kind: String
    let manufacturer: String
    let algorithm: String
    let digits: Int
    let period: Int64?
    let begins: String?
    let ends: String?
    let importedAt: String
    let importedBy: String
    let state: String
    let user: String?
    let authenticator: String?
    let since: String

    init(_ token: StockToken) {
        serial = token.serial
        kind = token.kind.rawValue
        manufacturer = token.manufacturer
        algorithm = token.parameters.algorithm.rawValue
        digits = token.parameters.digits.rawValue
        switch token.moving {
        case .counter: period = nil
        case .time: period = token.parameters.period.rawValue
        }
        begins = token.validity.begins.map { RFC3339.string($0) }
        ends = token.validity.ends.map { RFC3339.string($0) }
        importedAt = RFC3339.string(token.importedAt)
        importedBy = token.importedBy.text
        switch token.state {
        case .waiting: (state, user, authenticator, since) = ("waiting", nil, nil, importedAt)
        case .assigned(let to, let id, let at):
            (state, user, authenticator, since) = ("assigned", to.text, id.text, RFC3339.string(at))
        case .revoked(let at): (state, user, authenticator, since) = ("revoked", nil, nil, RFC3339.string(at))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case serial, kind, manufacturer, algorithm, digits, period, begins, ends, state, user, authenticator, since
        case importedAt = "imported_at"
        case importedBy = "imported_by"
    }
}
