internal import NIOCore

/// What we keep of one stream, beside what nghttp2 keeps.
struct StreamState {
    /// How far the sending of our body has come.
    enum Sending {
        /// No final head has been submitted.
        case awaitingHead
        case open
        /// What waits is all there is; the trailers come behind it.
        case ending(trailers: ByteBuffer?)
        /// Nothing more will be sent.
        case ended
    }

    private(set) var id: HTTP2StreamID
    var output = OutputQueue()
    var sending = Sending.awaitingHead
    var isOpen = true
    /// nghttp2 has been told that there is no data, and will not ask again before it is told otherwise.
    var isDeferred = false
    /// The producer was told to wait, and will be told to go on.
    var isHeldBack = false
    /// The head was handed out, so the end must be too.
    var isAnnounced = false
    /// We ended it; nothing of it is handed out any more but `closed`, with this code.
    var resetCode: HTTP2ErrorCode?
    var isReset: Bool { resetCode != nil }
    var isWebSocket = false
    /// On a client: its HEADERS frame has not been made.
    var isUnsent = false
    /// On a client: the request was HEAD, so the answer has no body whatever it says.
    var answersHead = false
    /// On a client: the answer proper has come; a further field block is the trailers.
    var hasFinalHead = false
    /// On a server: the answer has been written to its end, and what still comes of the request is thrown away.
    var leftover: Leftover?
    /// Bytes handed out and not yet taken.
    var unconsumed = 0
    /// Since when the peer owes us room for what waits, and how many bytes have gone since.
    private var waitingSince: NIODeadline?
    var sentSince = 0

    init(id: HTTP2StreamID) { self.id = id }

    /// Takes the number that a request of ours was given, and what its answer depends on.
    mutating func begin(_ id: HTTP2StreamID, answersHead: Bool, endsStream: Bool) {
        self.id = id
        self.answersHead = answersHead
        sending = endsStream ? .ended : .open
        isAnnounced = true
        isUnsent = true
    }

    /// What came of a request behind its answer.
    struct Leftover {
        let since: NIODeadline
        var bytes = 0
    }

    /// Whether its peer has had the time to see the answer and to stop.
    func leavesTooMuch(at now: NIODeadline, _ limits: HTTP2Limits) -> Bool {
        guard isOpen, !isReset, let leftover else { return false }
        return leftover.bytes > limits.leftoverBytes || now - leftover.since >= limits.leftoverTime
    }

    /// Lets go of what it holds.
    mutating func leave() {
        isOpen = false
        output.removeAll()
        sending = .ended
    }

    /// Whether its producer waits without a reason.
    func mayGoOn(_ limits: HTTP2Limits, connectionIsFull: Bool) -> Bool {
        isOpen && isHeldBack && output.count <= (connectionIsFull ? 0 : limits.streamLowWater)
    }

    /// Whether less than `slowestRead` bytes have gone in a `stallTime` in which bytes were waiting.
    mutating func isStalled(at now: NIODeadline, _ limits: HTTP2Limits) -> Bool {
        guard isOpen, !isReset, output.count > 0 else {
            waitingSince = nil
            return false
        }
        guard let since = waitingSince, sentSince < limits.slowestRead else {
            waitingSince = now
            sentSince = 0
            return false
        }
        return now - since >= limits.stallTime
    }
}
