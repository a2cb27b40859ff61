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
            grants: circumstances.grants.filter { $0.console == console }.map {
                .init(id: $0.id, from: $0.from, to: $0.to, scope: $0.scope.recorded)
            },
            approvals: circumstances.approvals.filter { $0.consoles.contains(console) }.map {
                .init($0.name.text, from: $0.from, to: $0.to)
            }, label: circumstances.label)
    }
}

extension GrantScope {
    /// What it narrows.
    fileprivate var recorded: [DecisionInputs.RecordedGrant.ScopeTerm] {
        var terms: [DecisionInputs.RecordedGrant.ScopeTerm] = []
        func add<Element>(
            _ name: DecisionInputs.RecordedGrant.ScopeTerm.Name, _ selection: Selection<Element>,
            _ word: (Element) -> String
        ) {
            guard case .only(let listed) = selection else { return }
            terms.append(.init(name, listed.map(word).sorted()))
        }
        add(.paths, paths, \.text)
        add(.methods, methods, \.description)
        if ceiling != .classified { terms.append(.init(.ceiling, [ceiling.rawValue])) }
        add(.windows, windows, \.text)
        add(.countries, countries, \.text)
        add(.zones, zones, \.text)
        add(.devices, devices, \.text)
        if !asks.isEmpty { terms.append(.init(.asks, asks.map(\.text).sorted())) }
        return terms
    }
}
