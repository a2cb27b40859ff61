internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayWebAuthn

/// Stands in for the security key of someone who has none, so that an assertion of theirs costs as much as any other, and is never right.
struct DecoyKey: Sendable {
    /// For the names that are told; of this process alone.
    private let secret: SecretBytes
    /// A COSE key on P-256 (RFC 9053 section 7.1.1), whose private half nobody has kept.
    private let publicKey: [UInt8]

    init(secret: SecretBytes) throws(CryptoFailure) {
        self.secret = secret
        let key = try P256SigningKey.generate().publicKey
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        publicKey =
            [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + key.x + [0x22, 0x58, 0x20] + key.y
    }

    /// A credential of nobody, the same for one person for as long as the process lives.
    func descriptor(for account: AccountName) -> CredentialDescriptor {
        let id = HMAC.code(for: Array("key ".utf8) + Array(account.text.utf8), key: secret, using: .sha256)
        return CredentialDescriptor(id: id, transports: [.usb])
    }

    /// What an assertion is judged by whose credential is not one of the person's: everything else about it fits.
    func record(answering response: AssertionResponse) -> CredentialRecord {
        CredentialRecord(
            id: response.credentialID, encodedPublicKey: publicKey, signatureCount: 0,
            isBackupEligible: false, userHandle: response.userHandle ?? [])
    }
}
