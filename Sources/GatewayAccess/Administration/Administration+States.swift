public import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore
internal import GatewayVault

extension Administration {
    /// Nobody gets in under this name for a while; sessions end.
    public func suspend(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await move(name, from: [.active, .suspended], to: .suspended, .accountSuspended, mandate)
    }

    /// Ends a suspension.
    public func resume(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await move(name, from: [.suspended], to: .active, .accountResumed, mandate)
    }

    /// Somebody left: nobody gets in under this name from now on; sessions end.
    public func disable(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await move(name, from: [.active, .suspended, .disabled], to: .disabled, .accountDisabled, mandate)
    }

    public func enable(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await move(name, from: [.active, .suspended, .disabled], to: .active, .accountEnabled, mandate)
    }

    /// For good: roles, certificates and factors are gone, the name stays taken. May be ordered again where it failed
    /// half-way; shut out they are first of all.
    public func remove(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await carryOut(.accountRemoved, mandate, on: name, severity: .high) { () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let store = core.ports.store
            try await store.move(name, from: Set(AccountState.allCases), to: .removed, at: now)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .locked, mandate, at: now)
            try await store.removeFactors(of: name, at: now)
            try await core.ports.vault.shredSecrets(of: name)
            for binding in try await store.bindings(of: name) { try await store.unbind(binding.reference, from: name) }
            try await store.dropRights(of: name)
            try await refresh(name)
        }
    }

    private func move(
        _ name: AccountName, from states: Set<AccountState>, to state: AccountState, _ kind: SecurityEvent.Kind,
        _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        try await carryOut(kind, mandate, on: name) { () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            if state == .active { try await restartWaiting(of: name, at: now) }
            try await core.ports.store.move(name, from: states, to: state, at: now)
            try await refresh(name)
            switch state {
            case .active: break
            case .suspended, .disabled, .removed:
                try await end(core.registry.sessions(of: name), .locked, mandate, at: now)
            }
        }
    }
}
