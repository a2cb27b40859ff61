import Gateway
import GatewayAuditFile
import GatewayPages

/// Health for machines, on the ops listener: `/healthz` the process lives, `/readyz` it can serve.
struct HealthAnswer: Sendable {
    let node: GateNode
    let trail: AuditTrail

    func answer(_ request: LocalRequest) -> LocalResponse {
        switch request.path {
        case "/healthz", "/startupz": return text(200, "ok\n")
        case "/readyz":
            if node.isStopping { return text(503, "draining\n") }
            if let failure = trail.counters.failure {
                return text(503, "the audit trail cannot be written: \(failure)\n")
            }
            return text(200, "ok\n")
        default: return text(404, "here are /healthz, /readyz and /startupz\n")
        }
    }

    private func text(_ status: Int, _ body: String) -> LocalResponse {
        LocalResponse(
            status: status,
            headers: [
                HeaderLine("Content-Type", "text/plain; charset=utf-8"), HeaderLine("Cache-Control", "no-store"),
            ], body: Array(body.utf8))
    }
}
