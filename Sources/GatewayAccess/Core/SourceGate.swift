internal import GatewayIdentity
internal import GatewayLimits
internal import Synchronization

/// The throttle per source address, shared by all event loops.
final class SourceGate: Sendable {
    private let throttle: Mutex<SourceThrottle>
    /// Up to when sources are blocked whose refusal is in the record: one record a block, however often they knock.
    private let recorded = Mutex<[NetworkAddress: UnixTime]>([:])
    private static let mostRecorded = 4096

    init(limits: SourceLimits) { throttle = Mutex(SourceThrottle(limits: limits)) }

    func blockedUntil(_ source: NetworkAddress, at now: UnixTime) -> UnixTime? {
        switch throttle.withLock({ $0.verdict(on: source, at: now) }) {
        case .admitted: nil
        case .blocked(let until): until
        }
    }

    /// True for the first refusal in a block.
    func isFirstRefusal(of source: NetworkAddress, until end: UnixTime) -> Bool {
        recorded.withLock { recorded in
            if recorded.count >= Self.mostRecorded { recorded.removeAll() }
            return recorded.updateValue(end, forKey: source.throttleKey) != end
        }
    }

    /// True for the failure that fills the measure; those after it find the door closed.
    func noteFailure(from source: NetworkAddress, weighing weight: Int, at now: UnixTime) -> Bool {
        throttle.withLock { throttle in
            throttle.verdict(on: source, at: now) == .admitted
                && throttle.recordFailure(from: source, at: now, weighing: weight) != .admitted
        }
    }
}

extension AccessCore {
    func blockedUntil(_ source: NetworkAddress) -> UnixTime? { sources?.blockedUntil(source, at: now()) }

    /// - Parameter weight: 2 for a failed login to an account under strict limits (10 in place of 20, profile 2.1).
    func noteFailure(from source: NetworkAddress, weighing weight: Int = 1, requestID: RequestID) {
        let now = now()
        guard let sources, sources.noteFailure(from: source, weighing: weight, at: now) else { return }
        warn(.sourceBlocked, .medium, about: nil, from: source, requestID: requestID, at: now, owner: false)
    }
}
