import GatewayAudit
import GatewayIdentity

extension HotPath {
    /// The record of one permitted request: formed on the event loop, chained by the writer.
    static func recordOperations() -> [Operation] {
        let parts = RecordParts()
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 0x5eed))
        var chain = ChainWriter(after: .origin)
        var lines = RecordBuffer(capacity: 64 * 1024)
        let body = composer.compose(parts.entry()) { Array($0) }
        return [
            Operation("record.compose") { composer.compose(parts.entry()) { $0.count } },
            Operation("record.chain") {
                lines.removeAll()
                body.withUnsafeBytes { chain.append($0, to: &lines) }
                return lines.count
            },
        ]
    }
}

/// What a connection and a route keep ready for their records, and the entry made of it for each request.
struct RecordParts {
    private let subject = AuditSubject(
        account: Sample.account, roles: [Sample.role], certificate: Sample.certificate, factors: Sample.proofs,
        sessionHash: Sample.digest(4))
    private let origin = AuditOrigin(address: Sample.source, zone: "internal")
    private let resource = AuditResource(console: ConsoleID("fab"), grade: .sensitive)
    private let policy = PolicyReference(set: Sample.digest(3), rule: "fab-staff", profile: "nct-2025-04")
    /// As a gate has it: formed once for a standing.
    private let basis = DecisionBasis.whole(
        DecisionInputs(handshakeAt: Sample.now, revocationAsOf: Sample.now))
    private let path = "/api/v1/lots/4711"

    private enum Word: String, CaseIterable { case view }

    func entry() -> AuditEntry {
        AuditEntry(
            .access(
                .permit(by: policy, upon: basis),
                RequestLine(method: "GET", path: RecordedPath(path), action: RecordedWord(Word.view)),
                Exchange(status: 200, bytesIn: 0, bytesOut: 1024, duration: .milliseconds(12))),
            at: Sample.now, request: Sample.request, by: subject, from: origin, on: resource)
    }
}
