internal import GatewayIdentity
internal import GatewayLimits
internal import Synchronization

/// The throttle per source address, shared by all event loops.
final class SourceGate: Sendable {
    private let throttle: Mutex<SourceThrottle>

    init(limits: SourceLimits) { throttle = Mutex(SourceThrottle(limits: limits)) }

    func blockedUntil(_ source: NetworkAddress, at now: UnixTime) -> UnixTime? {
        switch throttle.withLock({ $0.verdict(on: source, at: now) }) {
        case .admitted: nil
        case .blocked(let until): until
        }
    }

    /// True for the failure that fills the measure; those after it find the door closed.
    func noteFailure(from source: NetworkAddress, at now: UnixTime) -> Bool {
        throttle.withLock { throttle in
            throttle.verdict(on: source, at: now) == .admitted
                && throttle.recordFailure(from: source, at: now) != .admitted
        }
    }
}

extension AccessCore {
    func blockedUntil(_ source: NetworkAddress) -> UnixTime? { sources?.blockedUntil(source, at: now()) }

    func noteFailure(from source: NetworkAddress, requestID: RequestID) {
        let now = now()
        guard let sources, sources.noteFailure(from: source, at: now) else { return }
        warn(.sourceBlocked, .medium, about: nil, from: source, requestID: requestID, at: now, owner: false)
    }
}
