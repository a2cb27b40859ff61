import GatewayAuditFile
import GatewayCrypto

/// The key that signs checkpoints, in a file: PEM, 0600, Ed25519 when it is made here.
enum CheckpointKeyFile {
    /// Opens it, or makes it where there is none.
    static func open(_ path: String) throws -> HeldCheckpointKey {
        if var pem = try PrivateFile.read(path) {
            do throws(CryptoFailure) {
                return try HeldCheckpointKey(DocumentSigningKey(pem: SecretBytes(wiping: &pem)))
            } catch {
                throw PrivateFile.Problem(
                    description: "\(path): \(error); expected an unencrypted PEM key: Ed25519, or EC on P-256")
            }
        }
        let key = try DocumentSigningKey.generate(.ed25519)
        let pem = try key.pem()
        try PrivateFile.create(path, pem.withUnsafeBytes { Array($0) })
        return try HeldCheckpointKey(key)
    }
}
