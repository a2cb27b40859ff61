/// What a receiver that acknowledges nothing was sent, and is not known to have kept yet.
///
/// Syslog has no acknowledgement. What reached the other machine while the connection stood for some time afterwards counts as
/// kept; what was sent shortly before a connection broke is sent again. So each record arrives at least once.
public struct UnconfirmedWindow: Sendable {
    private let settling: Duration
    /// In the order they were sent.
    private var sent: [Entry] = []
    public private(set) var confirmed: ForwardingPosition

    private struct Entry: Sendable {
        var position: ForwardingPosition
        let begun: Duration
        /// When the last of it was sent.
        var at: Duration
    }

    /// Of entries: so that there are few, however many records there are.
    private static let grain = Duration.milliseconds(250)

    /// - Parameter settling: how long the connection must have stood after the other machine had it.
    public init(confirmed: ForwardingPosition, settling: Duration) {
        self.confirmed = confirmed
        self.settling = settling
    }

    public var isEmpty: Bool { sent.isEmpty }
    /// Of what was sent; less when some of it was confirmed.
    public var count: Int { sent.count }

    /// The other machine has everything up to `position`, since `instant` of a clock that only goes forwards.
    public mutating func sent(_ position: ForwardingPosition, at instant: Duration) {
        if let last = sent.last, instant - last.begun < Self.grain {
            sent[sent.count - 1].position = position
            sent[sent.count - 1].at = instant
        } else {
            sent.append(Entry(position: position, begun: instant, at: instant))
        }
    }

    /// The connection still stands.
    public mutating func stands(at instant: Duration) {
        let settled = sent.prefix { instant - $0.at >= settling }
        guard let last = settled.last else { return }
        confirmed = last.position
        sent.removeFirst(settled.count)
    }

    /// The receiver itself said that it has kept everything.
    public mutating func kept(_ position: ForwardingPosition) {
        sent = []
        confirmed = position
    }

    /// The connection is gone: what was not confirmed is to be sent again.
    public mutating func broke() { sent = [] }
}
