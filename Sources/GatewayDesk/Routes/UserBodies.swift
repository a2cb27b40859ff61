internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct AddUser: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "AddUser", "Who is to be there.", bonds: [.together(["owner", "networks", "until"])],
        [
            .needed("name", .account),
            .needed("display_name", .short, "1 to 200 bytes."),
            .needed("roles", .list(of: .role)),
            .needed("organisation", .short, "1 to 200 bytes."),
            .maybe("language", .choice(of: Language.self), "Korean where nothing is said."),
            .maybe("use", .choice(of: AccountUse.self), "A person where nothing is said."),
            .maybe("owner", .account, "The terms of a service: all three, or none."),
            .maybe("networks", .list(of: .network)),
            .maybe("until", .instant),
            .reason,
        ])

    private enum CodingKeys: String, CodingKey {
        case name, roles, organisation, language, use, owner, networks, until, reason
        case displayName = "display_name"
    }

    let name: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let language: String?
    let use: String?
    let owner: String?
    let networks: [String]?
    let until: String?
    let reason: String

    func account() throws(DeskProblem) -> NewAccount {
        guard !displayName.isEmpty, displayName.utf8.count <= 200 else {
            throw .badRequest("'display_name' has 1 to 200 bytes")
        }
        guard !organisation.isEmpty, organisation.utf8.count <= 200 else {
            throw .badRequest("'organisation' has 1 to 200 bytes")
        }
        guard let language = language.map(Language.init) ?? .korean else {
            throw .badRequest("'language' is 'ko' or 'en'")
        }
        guard let use = use.map(AccountUse.init) ?? .person else {
            throw .badRequest("'use' is 'person', 'shared' or 'service'")
        }
        return NewAccount(
            name: try accountName(), displayName: displayName, roles: Set(roles.map(RoleName.init)),
            organisation: organisation, language: language, use: use, terms: try terms())
    }

    private func terms() throws(DeskProblem) -> ServiceTerms? {
        switch (owner, networks, until) {
        case (nil, nil, nil): return nil
        case (let owner?, let networks?, let until?):
            return try TermsReading.terms(owner: owner, networks: networks, until: until)
        case _: throw .badRequest("'owner', 'networks' and 'until' belong together: they are the terms of a service")
        }
    }

    private func accountName() throws(DeskProblem) -> AccountName {
        do throws(AccountName.Problem) {
            return try AccountName(name)
        } catch {
            switch error {
            case .malformed:
                throw .badRequest(
                    "'name' is \(name.debugDescription): expected 3 to 64 of a-z 0-9 . _ -, starting with a letter")
            case .guessable:
                throw .badRequest(
                    "'name' is '\(name)', which anyone would try first: add something that cannot be guessed, as in kim-7f3a"
                )
            }
        }
    }
}

struct SetContact: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "SetContact", "Where the owner is warned.",
        [
            .maybe("mail", .mail, "Absent: the contact is forgotten."),
            .reason,
        ])

    let mail: String?
    let reason: String

    func address() throws(DeskProblem) -> MailAddress? {
        guard let mail else { return nil }
        guard let address = MailAddress(mail) else {
            throw .badRequest(
                "'mail' is \(mail.debugDescription): expected local@domain, without quotes, comments or line breaks")
        }
        return address
    }
}

struct TestWarnings: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "TestWarnings", "Who is told.",
        [
            .maybe("user", .account, "Who is told beside the officer."),
            .reason,
        ])

    let user: String?
    let reason: String
}

struct SetRoles: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "SetRoles", "The roles, all of them.",
        [
            .needed("roles", .list(of: .role)),
            .reason,
        ])

    let roles: [String]
    let reason: String
}

struct BindCertificate: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "BindCertificate", "A certificate in PEM.",
        [
            .needed("pem", .pem, "One certificate."),
            .maybe("by", .choice(of: BindingMode.self), "The public key where nothing is said."),
            .maybe("device", .device, "The designated terminal that keeps the key, as the list of assets has it."),
            .reason,
        ])

    let pem: String
    let by: String?
    let device: String?
    let reason: String
}

struct UnbindCertificate: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "UnbindCertificate", "The binding that is to go.",
        [
            .needed("binding", .binding, "As the user's `bindings` show it."),
            .reason,
        ])

    let binding: String
    let reason: String
}

/// Somebody and the roles they are to hold.
struct RequestRoles: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RequestRoles", "Somebody and the roles they are to hold.",
        [
            .needed("name", .account),
            .needed("roles", .list(of: .role)),
            .reason,
        ])

    let name: String
    let roles: [String]
    let reason: String
}

/// The emergency account that is to be opened.
struct RequestOpening: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RequestOpening", "The emergency account that is to be opened.",
        [
            .needed("name", .account),
            .reason,
        ])

    let name: String
    let reason: String
}
