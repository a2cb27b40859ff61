public import GatewayIdentity

/// What a record says of a request: for whoever counts requests, of which some have several records, and of which some records speak of several.
public struct RequestRecord: Hashable, Sendable {
    /// What a scanner has to find for it, beside `ts`, `type` and whatever else is wanted.
    public static let fields: [RecordField] = [.reason, .requestID, .duration, .decision, .inputs, .failures]

    /// Longer than anything lasts; a trail that says more is not believed.
    private static let longest = 1 << 40

    public enum Part: Hashable, Sendable {
        /// What was decided. What came of it, and what was decided about the answer, has records behind it.
        case decision
        /// What came of what was decided in a record before.
        case outcome
        /// Both in one.
        case whole
    }

    public let part: Part
    public let id: RequestID?
    public let answer: Verdict.Answer?
    public let reason: String?
    /// Requests that were alike and have no record of their own.
    public let times: Int
    /// When it was decided, or the exchange began.
    public let began: UnixTime
    /// When it counts: when it came to be. A record of both has the time of the decision, and is written when the exchange ends: whoever looks before
    /// that has not seen it.
    public let at: UnixTime

    /// - Parameters:
    ///   - line: scanned last.
    ///   - type, time: its own.
    /// - Returns: `nil` for what is about no request.
    public init?(_ scanner: RecordScanner, of line: UnsafeRawBufferPointer, type: String, time: UnixTime) {
        func number(_ field: RecordField) -> Int? {
            scanner.value(field, of: line).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        }
        switch type {
        case RecordType.decision.rawValue: part = .decision
        case RecordType.access.rawValue:
            part = scanner.text(.inputs, of: line) == InputsWord.earlier.rawValue ? .outcome : .whole
        default: return nil
        }
        id = scanner.text(.requestID, of: line).flatMap { RequestID(text: $0) }
        answer = scanner.text(.decision, of: line).flatMap(Verdict.Answer.init)
        reason = scanner.text(.reason, of: line)
        times = part == .decision ? max(1, number(.failures) ?? 1) : 1
        let duration = Duration.milliseconds(min(max(0, number(.duration) ?? 0), Self.longest))
        began = part == .outcome ? time - duration : time
        at = part == .whole ? time + duration : time
    }

    public var isDecision: Bool { part != .outcome }

    /// Something may still be decided about its answer.
    public var mayBeFollowed: Bool { part == .decision && answer == .permit }
}
