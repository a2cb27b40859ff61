import GatewayCrypto
import GatewayPKCS11
import GatewayTesting
import GatewayVault
import Testing

/// Beside the keys that wrap, on the same module.
extension `A key in a token` {
    @Test func `signs with a pair that is made once, and that a public key verifies`() async throws {
        let token = try SoftToken()
        let keys = TokenKeys(token.address)
        let signer = keys.signer("gwanmun-checkpoint")
        let key = try await signer.publicKey()
        #expect(key.algorithm == .ecdsa)
        let signature = try await signer.signature(over: Array("a checkpoint".utf8))
        #expect(key.verdict(on: signature, over: Array("a checkpoint".utf8)) == .genuine)
        #expect(key.verdict(on: signature, over: Array("another".utf8)) == .forged)
        let again = TokenKeys(token.address).signer("gwanmun-checkpoint")
        #expect(try await again.publicKey().fingerprint == key.fingerprint)
        #expect(try await keys.keys().isEmpty, "it is none of those that wrap")
        let other = try await keys.signer("another").publicKey()
        #expect(other.fingerprint != key.fingerprint)
    }

    @Test func `does not sign where there is no pair`() async throws {
        let token = try SoftToken()
        await #expect(throws: KeyPlaceProblem.self) {
            _ = try await TokenKeys(token.address).signer("nothing").signature(over: [1])
        }
    }
}
