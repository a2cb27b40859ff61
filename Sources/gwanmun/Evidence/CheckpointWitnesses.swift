import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewaySettings

/// What shows a trail rewritten whole: the files that the configuration sends checkpoints to, and the key that signs them.
struct CheckpointWitnesses {
    let sources: AnchorSources
    /// Files that are configured, and are not there now.
    let missing: [String]

    /// - Parameter key: what signs now; those before it count up to its first checkpoint.
    init(_ configuration: GatewayConfiguration, key: DocumentVerificationKey, at now: UnixTime) {
        let copies = configuration.auditTrail.checkpoints.copies
        missing = copies.filter { !PrivateFile.exists($0) }
        sources = AnchorSources(
            files: copies.filter { PrivateFile.exists($0) }, keys: [key], acceptsEarlierKeys: true, asOf: now)
    }
}

extension AuditTrailSettings.Checkpoints {
    /// The destinations that are files.
    var copies: [String] {
        destinations.compactMap { destination in
            if case .file(let path) = destination.way { path } else { nil }
        }
    }
}
