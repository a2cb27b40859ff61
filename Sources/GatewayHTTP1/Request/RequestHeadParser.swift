/// Reads one request head after another from a connection, strictly by RFC 9112, with one look at each byte.
///
/// One parser serves one connection. It keeps the place it reached and the storage of the field list, so that a head
/// cut into many pieces costs no second pass and a head on a running connection no allocation.
public struct RequestHeadParser: Sendable {
    private enum Phase {
        case requestLine, fields, done
    }

    /// Valid after `.complete`, until the next call. Its ranges are of the bytes then given.
    public private(set) var head = RequestHead()

    private let limits: HeadLimits
    private var phase = Phase.requestLine
    private var line = RequestLine()
    private var section = FieldSection()

    public init(limits: HeadLimits = .standard) {
        self.limits = limits
    }

    /// Goes on with the current head, or begins the next one if the last call was `.complete` or `.refused`.
    ///
    /// - Parameter bytes: the head from its first byte on. After `.needsMore` the same bytes again, with more behind
    ///   them; they may have moved in memory. After `.complete` the bytes behind the head and its body.
    public mutating func parse(_ bytes: UnsafeRawBufferPointer) -> HeadParse {
        if phase == .done { restart() }
        if phase == .requestLine {
            switch line.advance(over: bytes, limits: limits) {
            case .complete(let end):
                section.begin(at: end)
                phase = .fields
            case .needsMore: return .needsMore
            case .refused(let problem): return refused(problem)
            }
        }
        switch section.advance(over: bytes, limits: limits, into: &head.fields) {
        case .complete(let end):
            phase = .done
            do throws(HeadProblem) {
                try head.understand(line, length: end, in: bytes)
                return .complete(length: end)
            } catch {
                return refused(error)
            }
        case .needsMore: return .needsMore
        case .refused(let problem): return refused(problem)
        }
    }

    private mutating func refused(_ problem: HeadProblem) -> HeadParse {
        phase = .done
        return .refused(problem)
    }

    private mutating func restart() {
        phase = .requestLine
        line = RequestLine()
        head.fields.removeAll()
    }
}
