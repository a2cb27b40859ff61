import GatewayJSON
import GatewayWebAuthn

/// The body of `POST /.gwanmun/session`: one JSON object, for example `{"totp": "123456"}`. Every value is a string but that of `webauthn`, which is
/// an `AuthenticationResponseJSON` (WebAuthn Level 3 section 5.1).
///
/// Stricter than RFC 8259 where leniency would be a guess: unknown keys, repeated keys, other value types, an empty
/// object, a byte order mark and anything behind the object are refused.
struct FactorDocument {
    enum Problem: Error, Equatable {
        case notAnObjectOfStrings
        case unknownKey
        case repeatedKey
        case nothingPresented
        case badAssertion(CredentialProblem)
    }

    let attempt: SignInAttempt

    init(_ body: [UInt8]) throws(Problem) {
        guard let members = JSON(body)?.members else { throw .notAnObjectOfStrings }
        var presented: [Key: String] = [:]
        var assertion: AssertionResponse?
        for member in members {
            if member.name == Self.assertionKey {
                guard assertion == nil else { throw .repeatedKey }
                assertion = try Self.assertion(member.value)
                continue
            }
            guard let value = member.value.string else { throw .notAnObjectOfStrings }
            guard let key = Key(rawValue: member.name) else { throw .unknownKey }
            guard presented.updateValue(value, forKey: key) == nil else { throw .repeatedKey }
        }
        guard !presented.isEmpty || assertion != nil else { throw .nothingPresented }
        attempt = SignInAttempt(
            totp: presented[.totp], password: presented[.password], recoveryCode: presented[.recoveryCode],
            webauthn: assertion, unlockCode: presented[.unlockCode])
    }

    private static let assertionKey = "webauthn"

    private static func assertion(_ json: JSON) throws(Problem) -> AssertionResponse {
        do throws(CredentialProblem) {
            return try AssertionResponse(json)
        } catch {
            throw .badAssertion(error)
        }
    }

    private enum Key: String {
        case totp
        case password
        case recoveryCode = "recovery_code"
        case unlockCode = "unlock_code"
    }
}
