import GatewayIdentity
import GatewayPolicy
import GatewayReplay

/// A decision of the past, found in a trail to be explained.
extension RecordedDecision {
    /// - Throws: when no record is about the request, or its record is not enough to ask again.
    static func find(_ requestID: String, in folder: String) throws -> RecordedDecision {
        switch try TrailReading(folder).decision(on: requestID) {
        case .decision(let recorded): return recorded
        case .undecidable(let cause, _):
            throw CommandFailure(
                "\(requestID.onOneLine): \(cause.shown)",
                hint: "Such a request cannot be asked again. Write its question down for --input.")
        case .outside(let reason, _):
            throw CommandFailure(
                "\(requestID.onOneLine): " + worded("정책이 결정하지 않은 요청입니다: ", "not answered by the policy: ")
                    + reason.onOneLine,
                hint:
                    "A certificate, a session's end or a throttle had the last word; docs/audit-trail.md lists the reasons."
            )
        case .other, nil:
            throw CommandFailure(
                "\(requestID.onOneLine): "
                    + worded("이 요청의 결정 기록이 없습니다", "no record of a decision is about this request"),
                hint: "The id is in the answer (request_id) and in X-Request-Id: 32 hexadecimal digits.")
        }
    }

    func askedAgain() throws -> Question {
        do throws(Undecidable) {
            return try question()
        } catch {
            throw CommandFailure(
                "\(request.requestID.onOneLine): \(error.shown)",
                hint: "'gwanmun audit verify' tells whether the trail is whole.")
        }
    }

    /// What was asked and answered then, and whether it would be answered so now.
    func lines(_ difference: Difference) -> [String] {
        let because = [answer.rule.map { worded("규칙 ", "rule ") + $0 }, answer.reason].compactMap(\.self)
        return [
            "\(RFC3339.string(request.at).shownTime) \(request.account ?? "-") \(request.console ?? "-") \(method) \(path)"
                .onOneLine,
            (worded("당시: ", "then: ") + answer.kind.rawValue
                + (because.isEmpty ? "" : " (" + because.joined(separator: ", ") + ")")).onOneLine,
            worded("지금: ", "now: ") + difference.shown,
        ]
    }
}

/// The same for programs.
struct RecordedAnswer: Encodable {
    let requestId: String
    let sequence: UInt64
    let at: String
    let account: String?
    let console: String?
    let method: String
    let path: String
    let decision: String
    let reason: String?
    let rule: String?
    let policySha256: String?

    init(_ recorded: RecordedDecision) {
        requestId = recorded.request.requestID
        sequence = recorded.request.sequence
        at = RFC3339.string(recorded.request.at)
        account = recorded.request.account
        console = recorded.request.console
        method = recorded.method.description
        path = recorded.path
        decision = recorded.answer.kind.rawValue
        reason = recorded.answer.reason
        rule = recorded.answer.rule
        policySha256 = recorded.policy
    }
}
