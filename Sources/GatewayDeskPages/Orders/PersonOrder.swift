import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPolicy
import GatewayStore

/// Something done to one person, from their page.
struct PersonOrder: DeskOrder {
    let kind: PersonOrderKind
    let name: AccountName

    var place: MenuPlace { .people }
    var words: OrderWords { kind.words }
    var subject: String? { name.text }
    var home: DeskPath { .person(name) }
    var isGrave: Bool { kind.isGrave }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        switch kind {
        case .roles: [.roles(visit)]
        case .contact: [FieldSpec("mail", FieldWords.mail, .line(254), isRequired: false)]
        case .bind:
            [
                FieldSpec("pem", FieldWords.pem, .lines(16 * 1024), hint: FieldWords.pemHint),
                FieldSpec(
                    "by", FieldWords.bindBy,
                    .choice([
                        (BindingMode.publicKey.rawValue, visit.say(FieldWords.byKey)),
                        (BindingMode.issuerAndSerial.rawValue, visit.say(FieldWords.bySerial)),
                    ])),
            ]
        case .unbind: [FieldSpec("binding", FieldWords.binding, .line(1024))]
        case .suspend, .resume, .disable, .enable, .unlock, .remove, .review, .check, .resetFactor, .endSessions,
            .open:
            []
        }
    }

    func initial(_ visit: DeskVisit) async throws -> Entries {
        switch kind {
        case .roles:
            let details = try await visit.administration.details(
                of: name, readBy: visit.reader(), requestID: visit.requestID)
            return Entries(["roles": details.account.roles.sorted().map(\.text).joined(separator: " ")])
        case .unbind: return Entries(["binding": visit.query["binding"] ?? ""])
        case .suspend, .resume, .disable, .enable, .unlock, .remove, .contact, .review, .check, .resetFactor,
            .endSessions, .bind, .open:
            return Entries()
        }
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let administration = visit.administration
        switch kind {
        case .suspend: try await administration.suspend(name, mandate)
        case .resume: try await administration.resume(name, mandate)
        case .disable: try await administration.disable(name, mandate)
        case .enable: try await administration.enable(name, mandate)
        case .remove: try await administration.remove(name, mandate)
        case .review: try await administration.signOffReview(of: name, mandate)
        case .check: try await administration.signOffSpecialCheck(of: name, mandate)
        case .contact: try await administration.setContact(address(entries), of: name, mandate)
        case .endSessions: _ = try await administration.endSessions(of: name, mandate)
        case .bind: try await bind(entries, mandate, visit)
        case .unbind: try await unbind(entries, mandate, visit)
        case .unlock: return try await unlock(mandate, visit)
        case .resetFactor: return try await resetFactors(mandate, visit)
        case .open:
            _ = try await administration.requestOpening(of: name, mandate)
            return .done(.requested)
        case .roles:
            switch try await administration.assign(Set(entries.list("roles").map(RoleName.init)), to: name, mandate) {
            case .done: break
            case .requested: return .done(.requested)
            }
        }
        return .done(.carriedOut)
    }

    private func address(_ entries: Entries) throws(FieldProblems) -> MailAddress? {
        guard let text = entries["mail"] else { return nil }
        guard let address = MailAddress(text) else { throw FieldProblems("mail", FieldWords.mailProblem) }
        return address
    }

    private func bind(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws {
        let mode = entries["by"].flatMap(BindingMode.init) ?? .publicKey
        switch visit.services.readCertificate(Array((entries.values["pem"] ?? "").utf8)) {
        case .unreadable(let why): throw FieldProblems("pem", FieldWords.pemProblem(why))
        case .certificate(let certificate):
            _ = try await visit.administration.bind(certificate, by: mode, to: name, mandate)
        }
    }

    private func unbind(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws {
        guard let reference = entries["binding"].flatMap(CertificateReference.init) else {
            throw FieldProblems("binding", FieldWords.bindingProblem)
        }
        try await visit.administration.unbind(reference, from: name, mandate)
    }

    private func unlock(_ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch try await visit.administration.unlock(name, mandate) {
        case .lifted: .done(.carriedOut)
        case .completedByOwner(let code, let until): .code(code, named: FieldWords.unlockCode, until: until)
        }
    }

    private func resetFactors(_ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch try await visit.administration.requestReset(of: name, mandate) {
        case .done(let ticket): .code(ticket.code, named: FieldWords.enrolmentCode, until: ticket.expires)
        case .waiting: .done(.waiting)
        }
    }
}

extension FieldSpec {
    static func roles(_ visit: DeskVisit) -> FieldSpec {
        let known = visit.services.access.policy.definition.roles.keys.sorted().map(\.text).joined(separator: ", ")
        return FieldSpec("roles", FieldWords.roles, .line(1000), hint: FieldWords.knownRoles(known))
    }
}

extension PersonOrderKind {
    /// Whether it could lead anywhere from where the account is.
    func isOffered(to details: AccountDetails) -> Bool {
        let account = details.account
        return switch self {
        case .suspend, .roles, .contact: account.state == .active
        case .resume: account.state == .suspended
        case .enable: account.state == .disabled
        case .disable, .resetFactor, .review: account.state == .active || account.state == .suspended
        case .remove: account.state != .removed
        case .unlock: !details.attemptLocks.isEmpty
        case .endSessions: !details.sessions.isEmpty
        case .check: account.use == .service || account.roles.contains(OfficialRole.breakGlass)
        case .open: account.roles.contains(OfficialRole.breakGlass)
        // Beside the certificates.
        case .bind, .unbind: false
        }
    }
}
