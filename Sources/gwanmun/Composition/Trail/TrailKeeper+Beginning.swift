import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewayPKCS11
import GatewaySettings
import GatewayVault
import Logging

extension TrailKeeper {
    /// Opens the key, records that it is new where it is, and begins to sign.
    static func begin(
        _ trail: AuditTrail, _ configuration: GatewayConfiguration, token: TokenKeys?, host: String,
        journal: TrailJournal,
        clock: @escaping Clock, logger: Logger
    ) async throws -> TrailKeeper {
        let key = try await CheckpointKeys.open(configuration, token)
        let directory = configuration.places.audit
        let id = key.publicKey.fingerprint.hex
        let before = try CheckpointLines.end(of: directory + "/" + CheckpointFile.name)?.last?.keyID
        // First in the trail, then beside it: a key that nobody was told of signs nothing.
        if before != key.publicKey.fingerprint {
            try await journal.record(
                AuditEntry(
                    .keyEvent(AuditTarget(.key, "checkpoint \(id)"), before == nil ? .created : .rotated), at: clock()))
            logger.notice(
                "checkpoints are signed with a new key: keep its public part elsewhere", metadata: ["key": "\(id)"])
        }
        try CheckpointKeyPaper.put(key.publicKey, in: directory)
        return try TrailKeeper(trail, configuration, key: key, host: host, clock: clock, logger: logger)
    }
}

/// Where the key is that signs checkpoints.
enum CheckpointKeys {
    static func open(_ configuration: GatewayConfiguration, _ token: TokenKeys?) async throws -> any CheckpointKey {
        switch configuration.checkpointKey {
        case .file(let path): return try CheckpointKeyFile.open(path)
        case .token(let label):
            guard let token else {
                throw KeyPlaceProblem("there is no token", hint: "'keys.token' says where it is.")
            }
            let signer = token.signer(label)
            return TokenCheckpointKey(signer: signer, publicKey: try await signer.publicKey())
        }
    }
}
