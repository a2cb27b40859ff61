import GatewayIdentity
import GatewayJSON
import GatewayWebAuthn

/// The body of `POST /.gwanmun/webauthn/creation`: `{"code": "7ZKQ-…"}`, or `{}` from somebody who is signed in.
struct KeyCreationRequest {
    let code: String?

    init(_ body: [UInt8]) throws(DocumentProblem) {
        let members = try DocumentProblem.members(of: body, among: ["code"])
        code = try members["code"].map { value throws(DocumentProblem) in
            guard let code = value.string else { throw .malformed }
            return code
        }
    }
}

/// The body of `POST /.gwanmun/webauthn/registration`: `{"name": "…", "credential": RegistrationResponseJSON}`, and
/// `"replaces": "key-…"` where the key takes the place of another authenticator.
struct KeyRegistrationDocument {
    let label: AuthenticatorLabel
    let replaces: FactorHandle?
    let presented: PresentedRegistration

    init(_ body: [UInt8]) throws {
        let members = try DocumentProblem.members(of: body, among: ["name", "replaces", "credential"])
        guard let label = members["name"]?.string.flatMap(AuthenticatorLabel.init),
            let credential = members["credential"]
        else { throw DocumentProblem.malformed }
        self.label = label
        replaces = try members["replaces"].map { value throws(DocumentProblem) in
            guard let id = value.string else { throw .malformed }
            return FactorHandle(id)
        }
        presented = try PresentedRegistration(credential)
    }
}

/// Why a body is not the document that is expected: no page and no program of ours sent it.
enum DocumentProblem: Error, Equatable {
    case malformed, unknownMember, repeatedMember

    static func members(of body: [UInt8], among known: Set<String>) throws(DocumentProblem) -> [String: JSON] {
        guard let members = JSON(body)?.members else { throw .malformed }
        var found: [String: JSON] = [:]
        for member in members {
            guard known.contains(member.name) else { throw .unknownMember }
            guard found.updateValue(member.value, forKey: member.name) == nil else { throw .repeatedMember }
        }
        return found
    }
}
