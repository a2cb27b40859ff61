import GatewaySettings

/// Whether the trail can be proved by more than itself, and for how long it is kept.
struct ProofCheck {
    private let configuration: GatewayConfiguration

    init(_ configuration: GatewayConfiguration) { self.configuration = configuration }

    var findings: [Finding] { [checkpoints, retention, receivers].compactMap(\.self) }

    private var checkpoints: Finding? {
        guard configuration.auditTrail.checkpoints.destinations.isEmpty else { return nil }
        return Finding(
            .warning, "audit_trail.checkpoints",
            "are sent nowhere: whoever takes this machine over can write the trail anew",
            "Name a destination on another machine (docs/configuration.md), and keep the public key there."
        )
    }

    private var retention: Finding? {
        guard configuration.retention.access == nil else { return nil }
        return Finding(
            .note, "retention.access", "is not set: access records are kept for two years",
            "Set it, so that somebody has decided; a year at least (guide, NCT2-4.2-C3).")
    }

    /// A file beside the trail is no other machine.
    private var receivers: Finding? {
        let destinations = configuration.auditTrail.checkpoints.destinations
        let audit = configuration.places.audit
        guard
            let beside = destinations.first(where: { destination in
                guard case .file(let path) = destination.way else { return false }
                return path.hasPrefix(audit + "/")
            })
        else { return nil }
        return Finding(
            .warning, "audit_trail.checkpoints.\(beside.name)", "lies beside the trail that it is to vouch for",
            "Name a disk that this node's administrators do not have.")
    }
}
