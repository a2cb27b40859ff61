internal import GatewayAccess
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

/// An authenticator of a person, in whatever state.
struct DeviceDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Device", "An authenticator of a person, in whatever state.",
        [
            .needed("id", .text),
            .needed("kind", .choice(of: Authenticator.Kind.self)),
            .needed("label", .text),
            .maybe("serial", .text),
            .needed("separate_device", .flag, "Declared by its owner; a hardware token is one by itself."),
            .needed("state", .words("pending", "active", "locked", "copied", "lost", "replaced", "revoked")),
            .needed(
                "since", .instant, "Until when a pending one may be confirmed; since when every other state holds."),
            .maybe("replaced_by", .text),
            .maybe("replaces", .text, "What goes, or went, out of use with the confirmation of this one."),
            .needed("created_at", .instant),
            .maybe("last_used", .instant),
            .maybe("begins", .instant, "From its maker."),
            .maybe("ends", .instant),
        ])

    let id: String
    let kind: String
    let label: String
    let serial: String?
    let isSeparateDevice: Bool
    let state: String
    let since: String
    let replacedBy: String?
    let replaces: String?
    let createdAt: String
    let lastUsed: String?
    let begins: String?
    let ends: String?

    init(_ device: OwnAccount.Device) {
        let authenticator = device.authenticator
        id = authenticator.id.text
        kind = authenticator.kind.rawValue
        label = authenticator.label
        serial = authenticator.serial
        isSeparateDevice = authenticator.isSeparateDevice
        let told = authenticator.state.told
        (state, since, replacedBy) = (told.word, RFC3339.string(told.at), told.by?.text)
        replaces = authenticator.replaces?.text
        createdAt = RFC3339.string(authenticator.createdAt)
        lastUsed = device.lastUsed.map { RFC3339.string($0) }
        begins = authenticator.validity.begins.map { RFC3339.string($0) }
        ends = authenticator.validity.ends.map { RFC3339.string($0) }
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, label, serial, state, since, replaces, begins, ends
        case isSeparateDevice = "separate_device"
        case replacedBy = "replaced_by"
        case createdAt = "created_at"
        case lastUsed = "last_used"
    }
}

extension AuthenticatorState {
    fileprivate var told: (word: String, at: UnixTime, by: AuthenticatorID?) {
        switch self {
        case .pending(let until): ("pending", until, nil)
        case .active(let since): ("active", since, nil)
        case .locked(let since): ("locked", since, nil)
        case .copied(let since): ("copied", since, nil)
        case .lost(let since): ("lost", since, nil)
        case .replaced(let since, let by): ("replaced", since, by)
        case .revoked(let since): ("revoked", since, nil)
        }
    }
}
