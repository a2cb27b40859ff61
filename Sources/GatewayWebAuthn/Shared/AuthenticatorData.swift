internal import GatewayFIDO2
internal import GatewayIdentity

/// What an authenticator signs (WebAuthn Level 2 section 6.1).
struct AuthenticatorData: Hashable {
    struct AttestedCredential: Hashable {
        let model: AAGUID
        let id: [UInt8]
        /// The key as the authenticator encoded it.
        let coseKey: CBOR
        let encodedKey: [UInt8]
    }

    /// The bytes that were read, which are what is signed.
    let encoded: [UInt8]
    let relyingPartyHash: SHA256Digest
    let flags: AuthenticatorFlags
    let signatureCount: UInt32
    /// There when flag AT is set, and only then.
    let credential: AttestedCredential?
    /// A map; there when flag ED is set, and only then.
    let extensions: CBOR?

    /// Nothing may stand behind what the flags announce: libfido2 would not look at it.
    init(_ encoded: [UInt8]) throws(WebAuthnRefusal) {
        guard encoded.count >= 37, let hash = SHA256Digest(bytes: Array(encoded[..<32])) else {
            throw .authenticatorDataMalformed
        }
        self.encoded = encoded
        relyingPartyHash = hash
        flags = AuthenticatorFlags(rawValue: encoded[32])
        signatureCount = encoded[33..<37].reduce(0) { $0 << 8 | UInt32($1) }

        var rest = encoded[37...]
        credential = flags.contains(.attestedCredentialData) ? try Self.credential(&rest) : nil
        extensions = flags.contains(.extensionData) ? try Self.extensions(&rest) : nil
        guard rest.isEmpty else { throw .authenticatorDataMalformed }
    }

    /// Section 6.5.1: AAGUID, length, credential ID, COSE key.
    private static func credential(_ rest: inout ArraySlice<UInt8>) throws(WebAuthnRefusal) -> AttestedCredential {
        guard rest.count >= 18, let model = AAGUID(bytes: Array(rest.prefix(16))) else {
            throw .authenticatorDataMalformed
        }
        let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(18)
        guard rest.count >= length else { throw .authenticatorDataMalformed }
        let id = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
        let (key, encodedKey) = try item(&rest)
        return AttestedCredential(model: model, id: id, coseKey: key, encodedKey: encodedKey)
    }

    private static func extensions(_ rest: inout ArraySlice<UInt8>) throws(WebAuthnRefusal) -> CBOR {
        let (outputs, _) = try item(&rest)
        guard outputs.entries != nil else { throw .authenticatorDataMalformed }
        return outputs
    }

    private static func item(_ rest: inout ArraySlice<UInt8>) throws(WebAuthnRefusal) -> (CBOR, [UInt8]) {
        var reader = CBORReader(Array(rest))
        do throws(CBORProblem) {
            let item = try reader.next()
            let encoded = Array(rest.prefix(reader.offset))
            rest = rest.dropFirst(reader.offset)
            return (item, encoded)
        } catch {
            throw .authenticatorDataMalformed
        }
    }
}
