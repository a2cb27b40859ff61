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

    /// Its public part, as it was kept elsewhere.
    static func read(_ file: String) throws -> DocumentVerificationKey {
        guard let pem = FileManager.default.contents(atPath: file), pem.count <= 64 * 1024,
            let key = try? DocumentVerificationKey(pem: Array(pem))
        else {
            throw CommandFailure(
                .badInput, ["\(file): is no public key in PEM"], hint: "--key names the public key of checkpoints.")
        }
        return key
    }
}
