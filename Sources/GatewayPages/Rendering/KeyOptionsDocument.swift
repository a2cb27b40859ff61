import GatewayIdentity
import GatewayWebAuthn

/// `{"publicKey": PublicKeyCredentialRequestOptionsJSON}` (WebAuthn Level 3 section 5.1.9): bytes are base64url, times milliseconds.
struct KeyRequestDocument: Encodable {
    let publicKey: Options

    struct Options: Encodable {
        let challenge: String
        let rpId: String
        let timeout: Int64
        let allowCredentials: [KeyDescriptorDocument]
        let userVerification = "required"

        private enum CodingKeys: CodingKey {
            case challenge, rpId, timeout, allowCredentials, userVerification
        }
    }

    init(_ options: RequestOptions) {
        publicKey = Options(
            challenge: Base64URL.encode(options.challenge), rpId: options.relyingParty,
            timeout: options.timeout.wholeMilliseconds,
            allowCredentials: options.allowed.map(KeyDescriptorDocument.init))
    }
}

/// `{"publicKey": PublicKeyCredentialCreationOptionsJSON}` (WebAuthn Level 3 section 5.1.8).
struct KeyCreationDocument: Encodable {
    let publicKey: Options

    struct Options: Encodable {
        let challenge: String
        let rp: RelyingParty
        let user: User
        let pubKeyCredParams: [Algorithm]
        let timeout: Int64
        let excludeCredentials: [KeyDescriptorDocument]
        let authenticatorSelection = Selection()
        let attestation: String

        private enum CodingKeys: CodingKey {
            case challenge, rp, user, pubKeyCredParams, timeout, excludeCredentials, authenticatorSelection, attestation
        }
    }

    struct RelyingParty: Encodable {
        let id: String
        let name: String
    }

    struct User: Encodable {
        let id: String
        let name: String
        let displayName: String
    }

    struct Algorithm: Encodable {
        let type = "public-key"
        let alg: Int64

        private enum CodingKeys: CodingKey {
            case type, alg
        }
    }

    /// The credential is found by its name, so it takes no place on the key.
    struct Selection: Encodable {
        let residentKey = "discouraged"
        let requireResidentKey = false
        let userVerification = "required"

        private enum CodingKeys: CodingKey {
            case residentKey, requireResidentKey, userVerification
        }
    }

    init(_ options: CreationOptions) {
        publicKey = Options(
            challenge: Base64URL.encode(options.challenge),
            rp: RelyingParty(id: options.relyingParty, name: options.relyingPartyName),
            user: User(
                id: Base64URL.encode(options.user.handle), name: options.user.name,
                displayName: options.user.displayName),
            pubKeyCredParams: options.algorithmNumbers.map { Algorithm(alg: $0) },
            timeout: options.timeout.wholeMilliseconds,
            excludeCredentials: options.excluded.map(KeyDescriptorDocument.init),
            attestation: options.conveyance.rawValue)
    }
}

/// The same, on its way into a page.
struct CreationOptionsText: Sendable {
    let text: String

    init(text: String) { self.text = text }

    init(_ options: CreationOptions) throws {
        text = String(decoding: try JSONText.encode(KeyCreationDocument(options)), as: UTF8.self)
    }
}

struct KeyDescriptorDocument: Encodable {
    let type = "public-key"
    let id: String
    let transports: [String]?

    init(_ descriptor: CredentialDescriptor) {
        id = Base64URL.encode(descriptor.id)
        transports = descriptor.transports.isEmpty ? nil : descriptor.transports.sorted().map(\.rawValue)
    }

    private enum CodingKeys: CodingKey {
        case type, id, transports
    }
}
