/// A body that is made while it is sent, and that has no end of its own: asked for its next piece when the one before has left.
public final class StreamedBody: Sendable {
    private let make: @Sendable () async -> [UInt8]?
    private let drop: @Sendable () -> Void

    /// - Parameters:
    ///   - next: waits for the next piece; `nil`: the end. Never asked while an earlier call waits.
    ///   - cancel: whoever asked is gone. May come at any time, also while `next` waits, which then answers
    ///     soon, and also after the end.
    public init(next: @escaping @Sendable () async -> [UInt8]?, cancel: @escaping @Sendable () -> Void) {
        make = next
        drop = cancel
    }

    package func next() async -> [UInt8]? { await make() }
    package func cancel() { drop() }
}

extension StreamedBody: Hashable {
    public static func == (one: StreamedBody, other: StreamedBody) -> Bool { one === other }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
