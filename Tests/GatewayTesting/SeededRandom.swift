public import GatewayCrypto
internal import Synchronization

/// Randomness that is the same on every run of a test (splitmix64, Steele, Lea and Flood 2014).
public final class SeededRandom: Sendable {
    private let state: Mutex<UInt64>

    public init(seed: UInt64) { state = Mutex(seed) }

    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// Evenly enough for tests.
    public func int(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    public var bytes: RandomBytes {
        { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: self.next()) } }
    }
}
