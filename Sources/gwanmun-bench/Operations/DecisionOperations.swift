import GatewayIdentity
import GatewayPolicy

extension HotPath {
    /// The path judged where it lies, the answer to one request, and what is worked out once per session and console.
    static func decisionOperations() throws -> [Operation] {
        let policy = try SamplePolicy(consoles: 3, rules: 12)
        let plain = Message("/api/v1/lots/4711")
        let escaped = Message("/api/v1/%EB%A1%9C%ED%8A%B8/4711")
        let standing = policy.standing
        let (subject, circumstances) = (policy.subject, policy.circumstances)
        guard standing.permit(for: plain) != nil else { throw SampleProblem("the sample request is not permitted") }
        return [
            Operation("decision.plain-path") { standing.permit(for: plain)?.rule.text.utf8.count ?? 0 },
            Operation("decision.escaped-path") { standing.permit(for: escaped)?.rule.text.utf8.count ?? 0 },
            Operation("decision.standing") {
                let standing = policy.snapshot.standing(of: subject, on: SamplePolicy.console, in: circumstances)
                return Int(truncatingIfNeeded: standing.validUntil.milliseconds)
            },
        ]
    }
}

extension Standing {
    /// As stage 4 asks: the path is judged and matched where it lies.
    func permit(for path: Message) -> Permit? {
        do throws(CanonicalPath.Problem) {
            guard case .permit(let permit) = try decide(.get, rawPath: path.bytes) else { return nil }
            return permit
        } catch {
            return nil
        }
    }
}
