import GatewayCrypto
import GatewayVault
import Glibc

/// The key that signs what consoles are told about people: sealed in the store, so that a restart keeps it.
enum AssertionKey {
    private static let name = "assertion key"

    /// - Parameter store: beside it lies, in clear, the key of a node from before it was sealed: taken over, and shredded.
    static func open(in vault: Vault, beside store: String) async throws -> P256SigningKey {
        let old = (store.lastIndex(of: "/").map { String(store[...$0]) } ?? "") + "assertion.pem"
        if var pem = try PrivateFile.read(old) {
            let kept = try await vault.keepNodeSecret(name, SecretBytes(wiping: &pem))
            try PrivateFile.shred(old)
            return try P256SigningKey(pem: kept)
        }
        if let kept = try await vault.nodeSecret(name) { return try P256SigningKey(pem: kept) }
        let made = try P256SigningKey.generate().pem()
        return try P256SigningKey(pem: try await vault.keepNodeSecret(name, made))
    }
}
