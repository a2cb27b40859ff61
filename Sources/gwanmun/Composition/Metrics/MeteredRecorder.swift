import GatewayAccess
import GatewayIdentity

/// Counts logins where they are recorded: every one passes here, and none that is not in the record.
struct MeteredRecorder: SecurityRecorder {
    let recorder: TrailRecorder
    let metrics: NodeMetrics

    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {
        do throws(RecordingFailure) {
            try await recorder.record(events)
        } catch {
            for event in events where event.kind == .signIn || event.kind == .signInRefused {
                metrics.loginEnded(LoginFactor(kind: nil), .refused(.logUnavailable))
            }
            throw error
        }
        for event in events { count(event) }
    }

    private func count(_ event: SecurityEvent) {
        let factor = LoginFactor(kind: event.details["factor"].flatMap(FactorKind.init))
        if event.kind == .signIn {
            for proof in event.factors where proof.kind != .certificate && proof.at == event.at {
                metrics.loginEnded(LoginFactor(kind: proof.kind), .accepted)
            }
        } else if event.kind == .signInRefused {
            metrics.loginEnded(factor, .refused(event.reason ?? .factorFailed))
        } else if event.kind == .factorLocked {
            metrics.factorWasLocked(factor)
        }
    }
}
