import FoundationEssentials
import GatewayAuditFile
import GatewayCrypto
import GatewaySettings

/// The key of checkpoints, which signs what leaves.
enum EvidenceKey {
    /// The node's own: it is never made here.
    static func open(_ configuration: GatewayConfiguration) async throws -> any CheckpointKey {
        if case .file(let path) = configuration.checkpointKey, !PrivateFile.exists(path) {
            throw CommandFailure(
                .badInput, ["\(path): there is no key of checkpoints"], hint: "The node makes it at its first start.")
        }
        return try await CheckpointKeys.open(configuration, configuration.tokenKeys)
    }

    /// Said where none was named: the folder's own key shows that nothing changed since, and not who signed.
    static var isOwn: String {
        worded(
            "폴더 안의 키로 확인했습니다. 따로 보관한 키를 --key로 주십시오.",
            "verified by the key in the folder; name the one that was kept elsewhere with --key.")
    }

    /// Its public part, as it was kept elsewhere.
    static func read(_ file: String) throws -> DocumentVerificationKey {
        guard let pem = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(
                .badInput, ["--key: \(file): cannot be read"], hint: "--key names the public key of checkpoints.")
        }
        guard pem.count <= 64 * 1024, let key = try? DocumentVerificationKey(pem: Array(pem))
        else {
            throw CommandFailure(
                .badInput, ["\(file): is no public key in PEM"], hint: "--key names the public key of checkpoints.")
        }
        return key
    }
}
