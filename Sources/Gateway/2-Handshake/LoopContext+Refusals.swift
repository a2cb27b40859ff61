internal import GatewayAccess
internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

extension LoopContext {
    /// A handshake that was refused: counted, and recorded within bounds.
    func handshakeRefused(from source: NetworkAddress, _ cause: HandshakeRefusal) {
        if refusals.note(source, cause) { record(.init(source: source, cause: cause, times: 1)) }
    }

    /// Once a second, what was only counted.
    func recordRefusals() {
        for entry in refusals.take() { record(entry) }
        for entry in strangers.take() {
            recorder.note(
                AuditEntry(
                    .decision(.deny(entry.cause, by: node.routes.reference(nil)), .several(entry.times)),
                    at: clock.now(), request: nextRequestID(),
                    from: origin(entry.source)))
        }
    }

    private func record(_ entry: HandshakeRefusals.Entry) {
        recorder.note(
            AuditEntry(
                .tlsRefused(entry.cause.reason, cause: RecordedWord(entry.cause), times: entry.times),
                at: clock.now(), request: nextRequestID(), from: origin(entry.source)))
    }

    private func origin(_ source: NetworkAddress?) -> AuditOrigin? {
        source.map {
            AuditOrigin(address: $0, zone: node.access.policy.zone(of: $0)?.text, country: node.access.country(of: $0))
        }
    }
}
