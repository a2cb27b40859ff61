internal import GatewayAccess
internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

extension DecisionInputs {
    /// What the policy was told, as the record of its answers holds it. Made once for a standing.
    ///
    /// - Parameters:
    ///   - certificate: of this connection.
    ///   - session: whose proofs the record names with the subject; `nil`: they are named here.
    init(
        of subject: Subject, on console: ConsoleID, in circumstances: Circumstances, certificate: ClientCertificate,
        session: LiveSession?
    ) {
        self.init(
            factors: session == nil ? circumstances.proofs : nil, certificate: certificate,
            handshakeAt: circumstances.proofs.first { $0.kind == .certificate }?.at,
            revocationAsOf: circumstances.revocationKnownAt,
            state: subject.condition == .active ? nil : RecordedWord(subject.condition),
            tie: circumstances.certificate == .same ? nil : RecordedWord(circumstances.certificate),
            // No answer about one console depends on the grants for another.
            grants: circumstances.grants.filter { $0.console == console }.map { .init(from: $0.from, to: $0.to) },
            approvals: circumstances.approvals.filter { $0.consoles.contains(console) }.map {
                .init($0.name.text, from: $0.from, to: $0.to)
            })
    }
}
