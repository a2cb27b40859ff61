/// Gathers the trailer section of a chunked body. It may come in pieces that are gone by the time it is whole, so it
/// is copied, under its limits; the usual empty one is not.
struct TrailerReader: Sendable {
    enum Step {
        case complete
        case needsMore
        case refused(HeadProblem)
    }

    private let limits: HeadLimits
    private var section = FieldSection()
    private(set) var trailers = Trailers()

    init(limits: HeadLimits) {
        self.limits = limits
        section.begin(at: 0)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, at position: inout Int) -> Step {
        let gathered = trailers.bytes.count
        let isEmptySection =
            gathered == 0 && position + 1 < bytes.count && bytes[position] == ASCII.carriageReturn
            && bytes[position + 1] == ASCII.lineFeed
        if isEmptySection {
            position += 2
            return .complete
        }
        let taken = Swift.min(bytes.count - position, limits.head - gathered)
        trailers.bytes.append(contentsOf: bytes[position..<(position + taken)])
        let step = trailers.bytes.withUnsafeBytes { section.advance(over: $0, limits: limits, into: &trailers.fields) }
        switch step {
        case .complete(let end):
            position += end - gathered
            trailers.bytes.removeLast(trailers.bytes.count - end)
            return .complete
        case .needsMore:
            position += taken
            return .needsMore
        case .refused(let problem):
            return .refused(problem)
        }
    }
}
