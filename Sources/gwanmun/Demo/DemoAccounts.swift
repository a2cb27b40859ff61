import FoundationEssentials
import GatewayAccess
import GatewayCertificates
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import Glibc

/// A person of the demo as `people.json` keeps them and the ready file tells them: with the secrets that make the demo work.
struct DemoUser: Codable, Sendable {
    var name: String
    var roles: [String]
    var cert: String
    var key: String
    var p12: String
    var p12_password: String
    var totp: TOTP?
    var state: DemoPerson.State

    struct TOTP: Codable, Sendable {
        var secret_base32: String
        var digits: Int
        var period: Int
        var algorithm: String
        var uri: String
    }
}

/// Brings the cast into the store by the same operations as administrators use, once.
struct DemoAccounts {
    let folder: DemoFolder
    let access: Access
    let ids: RequestIDs

    /// - Returns: everybody, those of an earlier run too.
    func assemble(at now: UnixTime) async throws -> [DemoUser] {
        var known = try load()
        for person in DemoPerson.cast where !known.contains(where: { $0.name == person.name }) {
            known.append(try await admit(person, at: now))
            // Written after each: a demo that was interrupted goes on with the next.
            try save(known)
        }
        return known
    }

    private func load() throws -> [DemoUser] {
        guard let bytes = try PrivateFile.read(folder.peopleFile, limit: 1024 * 1024) else { return [] }
        return try JSONDecoder().decode([DemoUser].self, from: Data(bytes))
    }

    private func save(_ users: [DemoUser]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let temporary = folder.peopleFile + ".new"
        unlink(temporary)
        try PrivateFile.create(temporary, try encoder.encode(users))
        guard rename(temporary, folder.peopleFile) == 0 else {
            throw PrivateFile.Problem(description: "\(folder.peopleFile): \(LastError.text)")
        }
    }

    private func admit(_ person: DemoPerson, at now: UnixTime) async throws -> DemoUser {
        let (credential, files) = try folder.issueCertificate(for: person, at: now)
        let totp = person.isBound ? try await register(person, credential.certificate, at: now) : nil
        if let totp {
            try PrivateFile.create(folder.secretFile(of: person.name), Array((totp.secret_base32 + "\n").utf8))
        }
        return DemoUser(
            name: person.name, roles: person.roles, cert: files.chain, key: files.key, p12: files.pkcs12 ?? "",
            p12_password: DemoFolder.pkcs12Password,
            totp: totp, state: person.state)
    }

    private var mandate: Mandate {
        get throws {
            guard let reason = StatedReason("gwanmun demo") else {
                throw CommandFailure("the demo has no reason to give")
            }
            return Mandate(actor: .controlSocket(uid: getuid()), reason: reason, requestID: ids.next())
        }
    }

    private func register(_ person: DemoPerson, _ certificate: ClientCertificate, at now: UnixTime) async throws
        -> DemoUser.TOTP
    {
        let administration = access.administration
        let name = try AccountName(person.name)
        _ = try await administration.add(
            NewAccount(
                name: name, displayName: person.displayName, roles: Set(person.roles.map { RoleName($0) }),
                organisation: person.organisation,
                language: person.language), mandate)
        _ = try await administration.bind(certificate, to: name, mandate)
        try await grant(to: person, name, at: now)
        let ticket = try await administration.resetFactors(of: name, mandate)
        return try await enrol(name, certificate, ticket)
    }

    /// Partners need an approval: one has it, one had it.
    private func grant(to person: DemoPerson, _ name: AccountName, at now: UnixTime) async throws {
        guard person.roles.contains("foreign_partner") else { return }
        let day = Duration.seconds(86400)
        let hasEnded = person.state == .grantEnded
        _ = try await access.administration.addGrant(
            NewGrant(
                account: name, consoles: [ConsoleID("build")], kind: .exportApproval,
                reference: "DEMO-2026-\(hasEnded ? "001" : "002")",
                sponsor: try AccountName("kim-7f3a"), from: hasEnded ? now - day * 60 : now - day,
                to: hasEnded ? now - day : now + day * 30),
            mandate)
    }

    /// Enrols as the person would: with the one-time code, confirmed by a code of the time step before this one, so that the present one is still good.
    private func enrol(
        _ name: AccountName, _ certificate: ClientCertificate, _ ticket: EnrolmentTicket
    ) async throws -> DemoUser.TOTP {
        let visitor = VerifiedVisitor(
            account: name, certificate: certificate, source: NetworkAddress(v4: 0x7f00_0001), userAgent: nil,
            host: "gate", requestID: ids.next())
        guard case .begun(let offer) = try await access.enrolment.begin(withCode: ticket.code, by: visitor) else {
            throw CommandFailure("\(name) could not be enrolled")
        }
        guard let secret = Base32.decode(offer.base32Secret) else {
            throw CommandFailure("\(name): the new secret is unreadable")
        }
        let totp = TOTP(secret: SecretBytes(copying: secret), parameters: offer.parameters)
        // A second try for the case that a time step ended between code and check.
        for _ in 1...2 {
            let code = totp.code(at: TimeStep(at: SystemClock.now() - TimeStep.length))
            let end = try await access.enrolment.confirm(
                offer.device, with: String(decoding: code, as: UTF8.self), by: visitor)
            if case .enrolled = end { return DemoUser.TOTP(offer) }
        }
        throw CommandFailure("\(name) could not confirm the enrolment")
    }
}

extension DemoUser.TOTP {
    fileprivate init(_ offer: TOTPEnrolment.Offer) {
        self.init(
            secret_base32: offer.base32Secret, digits: offer.parameters.digits.rawValue,
            period: Int(offer.parameters.period.rawValue),
            algorithm: offer.parameters.algorithm.rawValue, uri: offer.uri)
    }
}
