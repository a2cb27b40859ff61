import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import GatewayWebAuthn
import Testing

extension House {
    /// Somebody with a certificate and one registered security key, by the administrator's code.
    func keyHolder(
        _ name: String = "kim-7f3a", roles: [String] = ["staff"], certificate byte: UInt8 = 1,
        key: SoftwareKey? = nil
    ) async throws -> KeyHolder {
        let certificate = Sample.certificate(byte, serial: Hex.encode([byte]))
        try await add(name, roles: roles, certificate: certificate)
        let account = AccountName(stored: name)
        let visitor = visitor(account, certificate)
        let key = try key ?? SoftwareKey(byte)
        let options = try await enrolment(of: visitor)
        let end = try await register(key, options, by: visitor)
        clock.advance(by: .seconds(600))
        return KeyHolder(visitor: visitor, key: key, id: try end.id)
    }

    /// Uses up a new code of the administrator's.
    func enrolment(of visitor: VerifiedVisitor) async throws -> CreationOptions {
        let code = try await administration.resetFactors(of: visitor.account, Self.operatorMandate).code
        return try await access.securityKeyRegistration.begin(withCode: code, by: visitor).options
    }

    func register(
        _ key: SoftwareKey, _ options: CreationOptions, called name: String = "책상 서랍",
        inPlaceOf old: AuthenticatorID? = nil, in session: LiveSession? = nil, by visitor: VerifiedVisitor
    ) async throws -> SecurityKeyRegistration.End {
        try await access.securityKeyRegistration.finish(
            key.registration(for: options), called: try #require(AuthenticatorLabel(name)), inPlaceOf: old,
            in: session, by: visitor)
    }

    func challenge(_ visitor: VerifiedVisitor) async throws -> RequestOptions {
        guard case .options(let options) = try await access.securityKeyOffer.options(for: visitor) else {
            throw Unexpected("no options")
        }
        return options
    }

    /// Asks for a challenge and shows the key.
    func show(_ key: SoftwareKey, by visitor: VerifiedVisitor) async throws -> LoginOutcome {
        await show(try key.assertion(for: try await challenge(visitor)), by: visitor)
    }

    func show(_ assertion: AssertionResponse, by visitor: VerifiedVisitor) async -> LoginOutcome {
        await access.login.attempt(PresentedFactors(webauthn: assertion), by: visitor)
    }

    func keys(of account: AccountName) async throws -> [SecurityKey] { try await store.store.securityKeys(of: account) }
}

struct KeyHolder: Sendable {
    let visitor: VerifiedVisitor
    var key: SoftwareKey
    let id: AuthenticatorID

    var name: AccountName { visitor.account }

    /// The key after one more use.
    mutating func turn() -> SoftwareKey {
        key.count += 1
        return key
    }
}

extension SecurityKeyRegistration.Start {
    var options: CreationOptions {
        get throws {
            guard case .begun(let options) = self else { throw Unexpected("\(self)") }
            return options
        }
    }
}

extension SecurityKeyRegistration.End {
    var id: AuthenticatorID {
        get throws {
            guard case .registered(let id, _) = self else { throw Unexpected("\(self)") }
            return id
        }
    }

    var refusal: SecurityKeyRefusal? {
        if case .refused(let refusal, _) = self { refusal } else { nil }
    }

    var isExpired: Bool {
        if case .expired = self { true } else { false }
    }
}
