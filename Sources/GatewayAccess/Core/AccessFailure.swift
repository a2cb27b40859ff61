internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

/// Something the gateway itself could not do. Never the person's fault, and always means no.
public struct AccessFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// `storeUnavailable`, `logUnavailable` or `overloaded`.
    public let reason: Reason
    /// For the operator's log; holds no secret.
    public let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }

    init(_ error: StoreError) {
        switch error {
        case .busy: self.init(.overloaded, error.description)
        case .unavailable, .full, .readOnly, .conflict, .notFound, .unreadable:
            self.init(.storeUnavailable, error.description)
        }
    }

    init(_ failure: RecordingFailure) { self.init(.logUnavailable, failure.description) }
    init(_ failure: CryptoFailure) { self.init(.storeUnavailable, failure.description) }

    init(_ failure: VaultFailure) {
        switch failure {
        case .store(let error): self.init(error)
        case .keyUnavailable, .crypto: self.init(.storeUnavailable, failure.description)
        }
    }
}

extension AccessFailure {
    /// For a `do` over calls that fail in different ways.
    init(wrapping error: any Error) {
        switch error {
        case let failure as AccessFailure: self = failure
        case let error as StoreError: self.init(error)
        case let failure as CryptoFailure: self.init(failure)
        case let failure as VaultFailure: self.init(failure)
        case let failure as RecordingFailure: self.init(failure)
        default: self.init(.storeUnavailable, "\(error)")
        }
    }
}
