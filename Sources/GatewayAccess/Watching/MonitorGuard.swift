public import GatewayIdentity
internal import Synchronization

/// Sees that somebody watches: when nobody does any more, those who must be watched are judged anew, which refuses them; the officer is told, once each way.
public final class MonitorGuard: Sendable {
    private let core: AccessCore
    private let wasWatching = Mutex<Bool?>(nil)

    init(core: AccessCore) { self.core = core }

    /// Once a second. Before the first beat nobody is told: a node that starts has not stopped.
    public func look(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        let isWatching = core.monitor.isWatching
        let before = wasWatching.withLock { $0 }
        guard isWatching != before else { return }
        guard before != nil || isWatching else { return }
        wasWatching.withLock { $0 = isWatching }
        core.advanceEpoch()
        guard before != nil else { return }
        core.warn(
            isWatching ? .monitorRestored : .monitorStopped, isWatching ? .medium : .critical, about: nil, from: nil,
            requestID: requestID, at: now, owner: false)
        try await core.record([
            SecurityEvent(
                isWatching ? .monitorRestored : .monitorStopped, isWatching ? .success : .failure, at: now,
                requestID: requestID, actor: .gateway, reason: isWatching ? nil : .monitorUnavailable,
                severity: isWatching ? .medium : .critical)
        ])
    }
}

extension Access {
    public func makeMonitorGuard() -> MonitorGuard { MonitorGuard(core: core) }
}
