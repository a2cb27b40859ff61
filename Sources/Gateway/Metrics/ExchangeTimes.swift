internal import NIOCore

/// When a forwarded request passed which point: how long the gate, the way to the upstream and the upstream took.
struct ExchangeTimes {
    let began: NIODeadline
    private var connectBegan: NIODeadline?
    /// All the connecting, one attempt behind the other.
    private(set) var connecting = TimeAmount.zero
    private var firstSent: NIODeadline?
    private var lastSent: NIODeadline?
    private var answered: NIODeadline?

    /// - Parameter began: when its head was understood.
    init(began: NIODeadline) { self.began = began }

    mutating func connects(at now: NIODeadline) { connectBegan = now }

    /// A connection stands, or will not.
    mutating func connected(at now: NIODeadline) {
        if let connectBegan { connecting = connecting + (now - connectBegan) }
        connectBegan = nil
    }

    /// The head is written to the upstream, or the last of the body.
    mutating func sent(at now: NIODeadline) {
        if firstSent == nil { firstSent = now }
        if answered == nil { lastSent = now }
    }

    /// The first byte of the answer proper is here.
    mutating func answered(at now: NIODeadline) { if answered == nil { answered = now } }

    /// Until the head was written, without the connecting, which the upstream has a part in.
    var gate: TimeAmount? { firstSent.map { $0 - began - connecting } }

    /// From the last byte that was written before the answer to the answer.
    var upstream: TimeAmount? {
        guard let lastSent, let answered else { return nil }
        return answered - lastSent
    }
}
