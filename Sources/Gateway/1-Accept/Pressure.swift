/// How an event loop keeps up.
public enum Pressure: UInt8, Comparable, CaseIterable, Sendable {
    case normal
    /// It still serves everybody; strangers wait longer to shake hands.
    case strained
    /// It serves those who are logged in, the desk and health; strangers are turned away.
    case overloaded

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The pressure on one event loop: set by its tick, read on every request there.
final class LoopPressure {
    var level = Pressure.normal
}

@available(*, unavailable)
extension LoopPressure: Sendable {}
