internal import Synchronization

/// An immutable value that many event loops read and one writer replaces whole.
///
/// A reader holds the lock for one retain; what it got stays as it is, however long it looks at it.
final class Published<Value: Sendable>: Sendable {
    private let current: Mutex<Value>

    init(_ value: Value) { current = Mutex(value) }

    var value: Value { current.withLock { $0 } }

    func replace(with value: Value) { current.withLock { $0 = value } }

    /// Makes the next value out of the present one, with nobody in between.
    func update(_ change: (inout sending Value) -> Void) { current.withLock { change(&$0) } }
}
