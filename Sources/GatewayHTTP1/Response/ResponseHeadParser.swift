/// Reads one response head after another from an upstream connection, as strictly as requests are read.
///
/// Interim responses are heads of their own: parse again behind them.
public struct ResponseHeadParser: Sendable {
    private enum Phase {
        case statusLine, fields, done
    }

    /// Valid after `.complete`, until the next call. Its ranges are of the bytes then given.
    public private(set) var head = ResponseHead()

    private let limits: HeadLimits
    private var phase = Phase.statusLine
    private var line = StatusLine()
    private var section = FieldSection()

    public init(limits: HeadLimits = .standard) {
        self.limits = limits
    }

    /// Goes on with the current head, or begins the next one if the last call was `.complete` or `.refused`.
    ///
    /// - Parameters:
    ///   - bytes: as with `RequestHeadParser.parse`.
    ///   - context: the request that is answered; a response cannot be framed without it.
    public mutating func parse(_ bytes: UnsafeRawBufferPointer, answering context: ResponseContext) -> HeadParse {
        if phase == .done { restart() }
        if phase == .statusLine {
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
                try head.understand(line, length: end, answering: context, in: bytes)
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
        phase = .statusLine
        line = StatusLine()
        head.fields.removeAll()
    }
}
