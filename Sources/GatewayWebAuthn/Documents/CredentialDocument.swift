internal import GatewayIdentity
internal import GatewayJSON

/// A credential as `PublicKeyCredential.toJSON()` writes it (WebAuthn Level 3 section 5.1): the members that both ceremonies have, read strictly.
///
/// Bytes are base64url without padding. Members that we do not know are passed over: browsers add some from time to time.
struct CredentialDocument {
    /// `rawId`.
    let id: [UInt8]
    private let response: [String: JSON]

    init(_ json: JSON) throws(CredentialProblem) {
        let members = try Self.members(of: json, named: "the credential")
        guard members["type"]?.string == "public-key" else { throw CredentialProblem("type", "is not 'public-key'") }
        id = try Self.bytes(members["rawId"] ?? members["id"], named: "rawId")
        if let other = members["id"] {
            guard try Self.bytes(other, named: "id") == id else {
                throw CredentialProblem("id", "is another one than 'rawId'")
            }
        }
        guard let inner = members["response"] else { throw CredentialProblem("response", "is missing") }
        response = try Self.members(of: inner, named: "response")
    }

    func bytes(_ name: String) throws(CredentialProblem) -> [UInt8] {
        try Self.bytes(response[name], named: "response." + name)
    }

    /// `nil` where the member is missing or null.
    func optionalBytes(_ name: String) throws(CredentialProblem) -> [UInt8]? {
        switch response[name] {
        case nil, .null: nil
        case let value?: try Self.bytes(value, named: "response." + name)
        }
    }

    /// Those that we know; the others are of tomorrow.
    var transports: Set<Transport> {
        guard case .array(let items) = response["transports"] else { return [] }
        return Set(items.compactMap { $0.string.flatMap(Transport.init) })
    }

    private static func bytes(_ value: JSON?, named name: String) throws(CredentialProblem) -> [UInt8] {
        guard let text = value?.string else { throw CredentialProblem(name, "is no text") }
        guard let bytes = Base64URL.decode(text.utf8) else {
            throw CredentialProblem(name, "is not base64url without padding")
        }
        return bytes
    }

    private static func members(of json: JSON, named name: String) throws(CredentialProblem) -> [String: JSON] {
        guard let members = json.members else { throw CredentialProblem(name, "is no object") }
        var found: [String: JSON] = [:]
        for member in members {
            guard found.updateValue(member.value, forKey: member.name) == nil else {
                throw CredentialProblem(member.name, "stands there twice")
            }
        }
        return found
    }
}

/// Why a document is no credential: which member, and what is wrong with it. Quotes nothing of it.
public struct CredentialProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ member: String, _ fault: String) { description = "\(String(member.prefix(64))) \(fault)" }
}
