import FoundationEssentials
import GatewayIdentity
import GatewayMetrics
import GatewayPages

/// What the ops listener answers, to machines: whether the process lives, whether it can serve, and its numbers.
struct OpsAnswer: Sendable {
    let readiness: Readiness
    let metrics: NodePage

    func answer(_ request: LocalRequest) -> LocalResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            return text(405, "GET and HEAD are all there is here\n", [HeaderLine("Allow", "GET, HEAD")])
        }
        switch request.path {
        // This listener is opened behind all others: whoever is answered here has found a node that has started.
        case "/healthz", "/startupz": return text(200, "ok\n")
        case "/readyz": return ready()
        case "/metrics": return numbers(for: request)
        default: return text(404, "here are /healthz, /readyz, /startupz and /metrics\n")
        }
    }

    private func ready() -> LocalResponse {
        let document = ReadinessDocument(readiness.gaps)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let body = try Array(encoder.encode(document)) + [0x0A]
            return response(document.ready ? 200 : 503, "application/json", body)
        } catch {
            return text(503, "readiness could not be put into words: \(error)\n")
        }
    }

    private func numbers(for request: LocalRequest) -> LocalResponse {
        let accepted = request.headers.filter { $0.name.lowercased() == "accept" }.map(\.value)
        let format = ExpositionFormat(accepting: accepted.isEmpty ? nil : accepted.joined(separator: ","))
        return response(200, format.mediaType, Array(metrics.text(as: format).utf8))
    }

    private func text(_ status: Int, _ body: String, _ headers: [HeaderLine] = []) -> LocalResponse {
        response(status, "text/plain; charset=utf-8", Array(body.utf8), headers)
    }

    private func response(_ status: Int, _ type: String, _ body: [UInt8], _ headers: [HeaderLine] = [])
        -> LocalResponse
    {
        LocalResponse(
            status: status,
            headers: [HeaderLine("Content-Type", type), HeaderLine("Cache-Control", "no-store")] + headers, body: body)
    }
}

/// `{"not_ready":[{"part":"trail","why":"no space left for the audit trail"}],"ready":false}`
private struct ReadinessDocument: Encodable {
    struct Gap: Encodable {
        let part: String
        let why: String
    }

    let ready: Bool
    let gaps: [Gap]

    init(_ gaps: [Readiness.Gap]) {
        ready = gaps.isEmpty
        self.gaps = gaps.map { Gap(part: $0.part.rawValue, why: $0.why) }
    }

    private enum CodingKeys: String, CodingKey {
        case ready
        case gaps = "not_ready"
    }
}
