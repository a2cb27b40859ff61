internal import GatewayIdentity

/// Request identifiers of one event loop: a random prefix and a counter, so that they are unique without a lock and cost nothing.
struct RequestIDSource {
    private let prefix: UInt64
    private var counter: UInt64

    /// - Parameters: 128 bits from a secure random source, drawn for this loop alone.
    init(prefix: UInt64, counter: UInt64) {
        self.prefix = prefix
        self.counter = counter
    }

    mutating func next() -> RequestID {
        counter &+= 1
        return RequestID(high: prefix, low: counter)
    }
}
