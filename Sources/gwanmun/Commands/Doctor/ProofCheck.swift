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
            .init(
                "체크포인트를 아무 데도 보내지 않습니다. 이 서버를 장악한 사람이 감사 기록 전체를 다시 쓸 수 있습니다",
                "are sent nowhere: whoever takes this machine over can write the trail anew"),
            .init(
                "다른 서버를 수신처로 지정하고(docs/configuration.md) 공개키도 그곳에 보관하십시오.",
                "Name a destination on another machine (docs/configuration.md), and keep the public key there.")
        )
    }

    private var retention: Finding? {
        guard configuration.retention.access == nil else { return nil }
        return Finding(
            .note, "retention.access",
            .init("정하지 않아 접속기록을 2년 동안 보존합니다", "is not set: access records are kept for two years"),
            .init(
                "책임자가 결정한 기간을 적으십시오. 1년 이상이어야 합니다(가이드 NCT2-4.2-C3).",
                "Set it, so that somebody has decided; a year at least (guide, NCT2-4.2-C3)."))
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
            .warning, "audit_trail.checkpoints.\(beside.name)",
            .init("체크포인트가 증명해야 할 감사 기록과 같은 곳에 있습니다", "lies beside the trail that it is to vouch for"),
            .init("이 노드의 관리자가 쓸 수 없는 디스크를 지정하십시오.", "Name a disk that this node's administrators do not have."))
    }
}
