internal import GatewayAccess
internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

extension LoopContext {
    /// A handshake that was refused: counted, and recorded within bounds.
    func handshakeRefused(from source: NetworkAddress, _ cause: HandshakeRefusals.Cause) {
        if let entry = refusals.note(source, cause) { record(entry) }
    }

    /// Once a second, what was only counted.
    func recordRefusals() {
        for entry in refusals.take() { record(entry) }
    }

    private func record(_ entry: HandshakeRefusals.Entry) {
        recorder.note(
            AuditEntry(
                .tlsRefused(entry.cause.reason, cause: RecordedWord(entry.cause), times: entry.times),
                at: clock.now(), request: nextRequestID(),
                from: entry.source.map {
                    AuditOrigin(
                        address: $0, zone: node.access.policy.zone(of: $0)?.text, country: node.access.country(of: $0))
                }))
    }
}
