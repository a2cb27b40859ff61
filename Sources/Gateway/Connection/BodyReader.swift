internal import GatewayHTTP1
internal import NIOCore

/// Takes the body of a request out of the inbox, as it was framed.
enum BodyReader {
    case none
    case length(remaining: UInt64)
    case chunked(ChunkedDecoder)
    /// Whatever comes, to the end of the connection.
    case tunnel
    case done

    init(_ body: RequestBody) {
        switch body {
        case .none, .length(0): self = .none
        case .length(let count): self = .length(remaining: count)
        case .chunked: self = .chunked(ChunkedDecoder())
        }
    }

    var isDone: Bool {
        switch self {
        case .none, .done: true
        case .length, .chunked, .tunnel: false
        }
    }

    enum Step {
        case piece(ByteBuffer)
        /// Everything has been taken; trailers only behind chunks.
        case end(Trailers?)
        case needsMore
        case refused(ChunkedProblem)
    }

    /// The next piece, without a copy. `.end` is said once.
    mutating func next(from inbox: inout ByteBuffer) -> Step {
        switch self {
        case .none, .done:
            return .needsMore
        case .tunnel:
            guard inbox.readableBytes > 0 else { return .needsMore }
            let all = inbox
            inbox = ByteBuffer()
            return .piece(all)
        case .length(let remaining):
            let count = Int(min(remaining, UInt64(inbox.readableBytes)))
            if remaining == 0 {
                self = .done
                return .end(nil)
            }
            guard count > 0, let piece = inbox.readSlice(length: count) else { return .needsMore }
            self = .length(remaining: remaining - UInt64(count))
            return .piece(piece)
        case .chunked(var decoder):
            var position = 0
            let bytes = inbox
            let event = bytes.withUnsafeReadableBytes { decoder.next(in: $0, at: &position) }
            inbox.moveReaderIndex(forwardBy: position)
            switch event {
            case .data(let range):
                self = .chunked(decoder)
                var piece = bytes
                piece.moveWriterIndex(to: bytes.readerIndex + range.upperBound)
                piece.moveReaderIndex(forwardBy: range.lowerBound)
                return .piece(piece)
            case .needsMore:
                self = .chunked(decoder)
                return .needsMore
            case .end:
                self = .done
                return .end(decoder.trailers)
            case .refused(let problem):
                self = .chunked(decoder)
                return .refused(problem)
            }
        }
    }
}
