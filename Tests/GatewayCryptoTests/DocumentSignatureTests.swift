import GatewayCrypto
import GatewayIdentity
import Testing

/// Keys of RFC 8410, sections 10.1 and 10.3: an Ed25519 public key, and the private key that belongs to it.
@Suite struct `A signature under a document` {
    private static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """
    private static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """
    private let message = Array("gwanmun policy signature 1\n".utf8)

    private func signer(_ pem: String = privateKey) throws -> DocumentSigningKey {
        try DocumentSigningKey(pem: SecretBytes(copying: Array(pem.utf8)))
    }

    private func verifier() throws -> DocumentVerificationKey {
        try DocumentVerificationKey(pem: Array(Self.publicKey.utf8))
    }

    @Test func `is its key's, over these bytes and no others`() throws {
        let signature = try signer().signature(over: message)
        #expect(signature.count == 64)
        #expect(try verifier().verdict(on: signature, over: message) == .genuine)
        #expect(try verifier().verdict(on: signature, over: message + [10]) == .forged)
        var bent = signature
        bent[0] ^= 1
        #expect(try verifier().verdict(on: bent, over: message) == .forged)
        #expect(try verifier().verdict(on: [], over: message) == .forged)
    }

    @Test func `names its key as certificates are pinned`() throws {
        #expect(try signer().fingerprint == verifier().fingerprint)
    }

    @Test func `is not another key's`() throws {
        let other = try Ed25519SigningKey.generate()
        #expect(try verifier().verdict(on: other.signature(over: message), over: message) == .forged)
        let curve = try DocumentSigningKey(pem: try P256SigningKey.generate().pem())
        #expect(try verifier().verdict(on: curve.signature(over: message), over: message) == .forged)
        #expect(curve.fingerprint != (try verifier().fingerprint))
    }

    @Test(arguments: ["", "not PEM", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
    func `is looked for with a key only`(text: String) {
        #expect(throws: CryptoFailure.self) { _ = try DocumentVerificationKey(pem: Array(text.utf8)) }
        #expect(throws: CryptoFailure.self) { _ = try signer(text) }
    }
}
