internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct AddUser: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case name, roles, organisation, language, use, owner, networks, until, reason
        case displayName = "display_name"
    }

    private typealias CodingKeys = Field

    let name: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let language: String?
    /// `person`, `shared` or `service`; a person where nothing is said.
    let use: String?
    /// The terms of a service: all three, or none.
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
    enum Field: String, CodingKey, CaseIterable {
        case mail, reason
    }

    /// Absent: the contact is forgotten.
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
    enum Field: String, CodingKey, CaseIterable {
        case user, reason
    }

    /// Who is told beside the officer.
    let user: String?
    let reason: String
}

struct SetRoles: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case roles, reason
    }

    let roles: [String]
    let reason: String
}

struct BindCertificate: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case pem, by, device, reason
    }

    let pem: String
    let by: String?
    let device: String?
    let reason: String
}

struct UnbindCertificate: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case binding, reason
    }

    let binding: String
    let reason: String
}

/// Somebody and the roles they are to hold.
struct RequestRoles: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case name, roles, reason
    }

    let name: String
    let roles: [String]
    let reason: String
}

/// The emergency account that is to be opened.
struct RequestOpening: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case name, reason
    }

    let name: String
    let reason: String
}
