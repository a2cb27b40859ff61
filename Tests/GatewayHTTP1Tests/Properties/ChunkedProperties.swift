import GatewayHTTP1

/// What must hold for the chunked coding whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum ChunkedProperties {
    /// What one decoding came to.
    struct Outcome: Equatable {
        enum End: Equatable {
            case open
            case end(at: Int)
            case refused(ChunkedProblem)
        }

        var data: [UInt8] = []
        var end = End.open
        var trailers: [UInt8] = []
    }

    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let whole = decoded(input, inPiecesOf: max(1, input.count))
        for size in [1, 2, 7] {
            let pieces = decoded(input, inPiecesOf: size)
            if pieces != whole { return "in pieces of \(size): \(pieces.end), whole: \(whole.end)" }
        }
        guard case .end(let end) = whole.end else { return nil }
        if end > input.count { return "ended behind the input" }
        var encoded: [UInt8] = []
        whole.data.withUnsafeBytes { ChunkedEncoding.writeChunk($0, into: &encoded) }
        ChunkedEncoding.writeEnd(into: &encoded)
        encoded += Array("GET".utf8)
        let again = decoded(encoded, inPiecesOf: encoded.count)
        guard again.data == whole.data, again.end == .end(at: encoded.count - 3) else { return "another body" }
        return nil
    }

    static func decoded(_ input: [UInt8], inPiecesOf size: Int) -> Outcome {
        var decoder = ChunkedDecoder()
        var outcome = Outcome()
        var start = 0
        while start < input.count {
            // A copy of its own: reading beside it is caught by the address sanitizer.
            let piece = Array(input[start..<min(start + size, input.count)])
            let consumed = piece.withUnsafeBytes { decode($0, with: &decoder, into: &outcome) }
            switch outcome.end {
            case .open: start += piece.count
            case .end:
                outcome.end = .end(at: start + consumed)
                decoder.trailers.write(into: &outcome.trailers)
                return outcome
            case .refused: return outcome
            }
        }
        return outcome
    }

    /// - Returns: how many bytes of the piece were consumed.
    private static func decode(
        _ piece: UnsafeRawBufferPointer, with decoder: inout ChunkedDecoder, into outcome: inout Outcome
    ) -> Int {
        var position = 0
        while true {
            switch decoder.next(in: piece, at: &position) {
            case .data(let range): outcome.data += piece[range]
            case .needsMore: return position
            case .end:
                outcome.end = .end(at: position)
                return position
            case .refused(let problem):
                outcome.end = .refused(problem)
                return position
            }
        }
    }
}
