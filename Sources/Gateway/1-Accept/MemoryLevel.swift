internal import Synchronization

/// What the size of the process means for those who want in. Set from outside, about once a second; read by every loop's tick.
public final class MemoryLevel: Sendable {
    private let raw = Atomic<UInt8>(Pressure.normal.rawValue)

    public var level: Pressure { Pressure(rawValue: raw.load(ordering: .relaxed)) ?? .overloaded }

    public func note(_ level: Pressure) { raw.store(level.rawValue, ordering: .relaxed) }
}
