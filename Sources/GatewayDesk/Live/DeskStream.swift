internal import Synchronization

/// The body of an answer that has no end of its own. Asked for its next piece when the one before has left.
public final class DeskStream: Sendable {
    private let make: @Sendable () async -> [UInt8]?
    private let drop: @Sendable () -> Void

    init(next: @escaping @Sendable () async -> [UInt8]?, cancel: @escaping @Sendable () -> Void) {
        make = next
        drop = cancel
    }

    /// `nil`: that was all.
    public func next() async -> [UInt8]? { await make() }

    /// Nobody asks any more. May come more than once.
    public func cancel() { drop() }
}

extension DeskStream: Hashable {
    public static func == (one: DeskStream, other: DeskStream) -> Bool { one === other }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// One place for one stream.
final class StreamPlace: Sendable {
    private let kept = Mutex<DeskStream?>(nil)

    var stream: DeskStream? { kept.withLock { $0 } }
    func put(_ stream: DeskStream) { kept.withLock { $0 = stream } }
}
