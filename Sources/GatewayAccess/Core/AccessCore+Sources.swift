internal import GatewayIdentity
internal import GatewayLimits
internal import Synchronization

extension AccessCore {
    func blockedUntil(_ source: NetworkAddress) -> UnixTime? {
        let now = now()
        switch throttle?.withLock({ $0.verdict(on: source, at: now) }) {
        case nil, .admitted: return nil
        case .blocked(let until): return until
        }
    }

    /// The failure that fills the measure is told to the security officer; those after it find the door closed.
    func noteFailure(from source: NetworkAddress, requestID: RequestID) {
        let now = now()
        let turned = throttle?.withLock { throttle in
            throttle.verdict(on: source, at: now) == .admitted && throttle.recordFailure(from: source, at: now) != .admitted
        }
        if turned == true { warn(.sourceBlocked, .medium, about: nil, from: source, requestID: requestID, at: now, owner: false) }
    }
}
