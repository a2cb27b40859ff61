import GatewayIdentity

extension CompiledConsole {
    /// Why nobody comes in at an instant, whoever asks and for whatever; notes when that will change.
    ///
    /// In this order: the console is closed or its contract has ended (`upstream_closed`), the word about its encryption is missing, too old or of
    /// a day to come (`attestation_stale`).
    func refusal(at now: UnixTime, _ horizon: inout Horizon) -> Denial? {
        let hosting = console.hosting
        switch hosting.state {
        case .closing, .closed: return Denial(.upstreamClosed)
        case .active, .readOnly: break
        }
        if let contract = hosting.contract, contract.onExpiry == .deny, let end = contract.end {
            horizon.note(end)
            if end <= now { return Denial(.upstreamClosed) }
        }
        guard let attestation = hosting.doubleEncryption else {
            return demandsAttestation ? Denial(.attestationStale) : nil
        }
        horizon.note(attestation.beginning)
        horizon.note(attestation.end)
        // Semantics 7: what cannot be believed yet is as good as missing.
        return attestation.beginning <= now && now < attestation.end ? nil : Denial(.attestationStale)
    }

    /// What the state of the console leaves possible.
    var stateActions: ActionSet {
        switch console.hosting.state {
        case .readOnly: [.view]
        case .active, .closing, .closed: .every
        }
    }
}
