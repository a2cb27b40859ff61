internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct UserDocument: DeskDocument {
    static let schema = ObjectSchema(
        "User", "An account.",
        [
            .needed("name", .account),
            .needed("display_name", .text),
            .needed("roles", .list(of: .role)),
            .needed("organisation", .text),
            .needed("language", .choice(of: Language.self)),
            .needed("state", .choice(of: AccountState.self)),
            .needed("use", .choice(of: AccountUse.self)),
            .needed("created_at", .instant),
        ])

    let name: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let language: String
    let state: String
    let use: String
    let createdAt: String

    init(_ account: Account) {
        name = account.name.text
        displayName = account.displayName
        roles = account.roles.sorted().map(\.text)
        organisation = account.organisation
        language = account.language.rawValue
        state = account.state.rawValue
        use = account.use.rawValue
        createdAt = RFC3339.string(account.createdAt)
    }

    private enum CodingKeys: String, CodingKey {
        case name, roles, organisation, language, state, use
        case displayName = "display_name"
        case createdAt = "created_at"
    }
}

struct UserDetailsDocument: DeskDocument {
    static let schema = ObjectSchema(
        "UserDetails", "An account with all that belongs to it.",
        [
            .needed("user", .object(UserDocument.self)),
            .needed("bindings", .list(of: .object(BindingDocument.self))),
            .needed("devices", .list(of: .object(DeviceDocument.self))),
            .needed("attempt_locks", .map(of: .text), "Until when, by the factor that failed."),
            .needed("locks", .list(of: .object(LockDocument.self))),
            .needed("grants", .list(of: .object(GrantDocument.self))),
            .needed("sessions", .list(of: .object(SessionDocument.self))),
            .needed("recovery_codes_left", .count),
            .maybe("mail", .text),
            .maybe("terms", .object(ServiceTermsDocument.self), "Of a service."),
        ])

    let user: UserDocument
    let bindings: [BindingDocument]
    let devices: [DeviceDocument]
    let attemptLocks: [String: String]
    let locks: [LockDocument]
    let grants: [GrantDocument]
    let sessions: [SessionDocument]
    let recoveryCodesLeft: Int
    let mail: String?
    let terms: ServiceTermsDocument?

    init(_ details: AccountDetails) {
        user = UserDocument(details.account)
        bindings = details.bindings.map(BindingDocument.init)
        devices = details.devices.map(DeviceDocument.init)
        attemptLocks = Dictionary(uniqueKeysWithValues: details.attemptLocks.map { ($0.key.rawValue, $0.value.text) })
        locks = details.emergencyLocks.map(LockDocument.init)
        grants = details.grants.map { GrantDocument($0, at: details.at) }
        sessions = details.sessions.map(SessionDocument.init)
        recoveryCodesLeft = details.recoveryCodesLeft
        mail = details.contact?.text
        terms = details.terms.map(ServiceTermsDocument.init)
    }

    private enum CodingKeys: String, CodingKey {
        case user, bindings, devices, locks, grants, sessions, mail, terms
        case attemptLocks = "attempt_locks"
        case recoveryCodesLeft = "recovery_codes_left"
    }
}

struct BindingDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Binding", "A certificate that an account comes by.",
        [
            .needed("binding", .binding),
            .needed("bound_at", .instant),
            .maybe("device", .text, "The designated terminal that keeps the key, as declared."),
        ])

    let binding: String
    let boundAt: String
    let device: String?

    init(_ binding: CertificateBinding) {
        self.binding = binding.reference.text
        boundAt = RFC3339.string(binding.boundAt)
        device = binding.device?.text
    }

    private enum CodingKeys: String, CodingKey {
        case binding, device
        case boundAt = "bound_at"
    }
}

/// Told once: whoever has this code and a certificate bound to the person registers their second factor.
/// With a code: the owner completes the unlock by it, once, until then.
struct UnlockDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Unlock", "With a code: the owner completes the unlock by it, once, until then.",
        [
            .maybe("unlock_code", .text),
            .maybe("expires_at", .instant),
        ])

    let unlockCode: String?
    let expiresAt: String?

    private enum CodingKeys: String, CodingKey {
        case unlockCode = "unlock_code"
        case expiresAt = "expires_at"
    }
}

struct EnrolmentTicketDocument: DeskDocument {
    static let schema = ObjectSchema(
        "EnrolmentTicket",
        "Whoever has this code and a certificate bound to the person registers their second factor. It is told once.",
        [
            .needed("enrolment_code", .text),
            .needed("expires_at", .instant),
        ])

    let enrolmentCode: String
    let expiresAt: String

    private enum CodingKeys: String, CodingKey {
        case enrolmentCode = "enrolment_code"
        case expiresAt = "expires_at"
    }
}
