internal import GatewayAudit

/// Counts requests, each once, whatever number of records speaks of it.
struct EvidenceRequests: Sendable {
    private(set) var counts: [EvidenceCount: Int] = [:]
    private(set) var denials: [String: Int] = [:]
    private var open = CountedRequests<Request>()

    private struct Request: Sendable {
        let action: String?
        /// Of the period.
        let isCounted: Bool
        let answer: Verdict.Answer?
    }

    /// A request counts in the period of its first decision; what becomes of it is told wherever that stands.
    ///
    /// - Parameter isCounted: whether the record is of the period.
    mutating func take(_ record: RequestRecord, _ action: String?, isCounted: Bool) {
        if let earlier = open.earlier(record) { return revise(earlier, record) }
        guard record.isDecision else { return }
        let request = Request(action: action, isCounted: isCounted, answer: record.answer)
        if isCounted { add(request, record.reason, record.times) }
        if record.mayBeFollowed { open.remember(record, request) }
    }

    /// The answer to a request that was permitted counts as more than its console, and the policy had another word.
    private mutating func revise(_ earlier: Request, _ record: RequestRecord) {
        guard earlier.isCounted, earlier.answer != record.answer else { return }
        let request = Request(action: earlier.action, isCounted: true, answer: record.answer)
        add(earlier, nil, -1)
        add(request, record.reason, 1)
        open.remember(record, request)
    }

    /// - Parameter number: how many; below nothing they are taken back.
    private mutating func add(_ request: Request, _ reason: String?, _ number: Int) {
        counts[.requests, default: 0] += number
        switch (request.answer, request.action) {
        case (.deny, _):
            counts[.denials, default: 0] += number
            denials[reason ?? "-", default: 0] += number
        case (.stepUp, _): counts[.stepUps, default: 0] += number
        case (.permit, "download"): counts[.downloads, default: 0] += number
        case (.permit, "upload"): counts[.uploads, default: 0] += number
        case (.permit, _), (nil, _): break
        }
    }
}
