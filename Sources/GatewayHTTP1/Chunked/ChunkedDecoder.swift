/// Takes the chunked coding off a body (RFC 9112 § 7.1), strictly, in as many pieces as it comes, without copying
/// data.
public struct ChunkedDecoder: Sendable {
    public enum Event: Hashable, Sendable {
        /// A piece of a chunk's data: indices of the bytes given. Never empty.
        case data(Range<Int>)
        /// All bytes given are consumed.
        case needsMore
        /// The body is whole, and so are `trailers`. What stands at the position belongs to the next message.
        case end
        case refused(ChunkedProblem)
    }

    private enum State {
        case sizeLine, data, dataCarriageReturn, dataLineFeed, trailers, ended
        case failed(ChunkedProblem)
    }

    /// Extension bytes in one body: a sender could otherwise make us read far more than we pass on.
    private static let mostExtensionBytes = 8_192

    private var state = State.sizeLine
    private var line = ChunkSizeLine()
    private var remaining: UInt64 = 0
    private var extensionBytes = 0
    private var trailerReader: TrailerReader

    public init(trailerLimits: HeadLimits = .trailers) {
        trailerReader = TrailerReader(limits: trailerLimits)
    }

    /// The trailer section, valid after `.end`; usually empty.
    public var trailers: Trailers { trailerReader.trailers }

    /// Whether `.end` has been reached. A connection that ends before it has truncated the body.
    public var hasEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// Consumes bytes from `position` up to the next event and moves `position` behind what it consumed.
    ///
    /// Call until it answers `.needsMore`, `.end` or `.refused`; `.end` and `.refused` are answered for ever after.
    public mutating func next(in bytes: UnsafeRawBufferPointer, at position: inout Int) -> Event {
        precondition((0...bytes.count).contains(position))
        while true {
            switch state {
            case .ended: return .end
            case .failed(let problem): return .refused(problem)
            case .sizeLine, .data, .dataCarriageReturn, .dataLineFeed, .trailers:
                guard position < bytes.count else { return .needsMore }
            }
            switch state {
            case .sizeLine:
                takeSizeLine(bytes[position])
                position += 1
            case .data:
                let count = Int(Swift.min(remaining, UInt64(bytes.count - position)))
                let piece = position..<(position + count)
                remaining -= UInt64(count)
                position += count
                if remaining == 0 { state = .dataCarriageReturn }
                return .data(piece)
            case .dataCarriageReturn:
                state = bytes[position] == ASCII.carriageReturn ? .dataLineFeed : .failed(.dataEndMalformed)
                position += 1
            case .dataLineFeed:
                state = bytes[position] == ASCII.lineFeed ? .sizeLine : .failed(.dataEndMalformed)
                position += 1
            case .trailers:
                switch trailerReader.take(bytes, at: &position) {
                case .complete: state = .ended
                case .needsMore: return .needsMore
                case .refused(let problem): state = .failed(.trailersMalformed(problem))
                }
            case .ended, .failed: break
            }
        }
    }

    private mutating func takeSizeLine(_ byte: UInt8) {
        switch line.take(byte) {
        case .more: break
        case .refused(let problem): state = .failed(problem)
        case .complete:
            extensionBytes += line.extensionBytes
            remaining = line.size
            line = ChunkSizeLine()
            if extensionBytes > Self.mostExtensionBytes {
                state = .failed(.extensionsTooLarge)
            } else {
                state = remaining == 0 ? .trailers : .data
            }
        }
    }
}
