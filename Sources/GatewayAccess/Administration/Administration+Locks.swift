public import GatewayIdentity
internal import GatewaySessions
public import GatewayStore

extension Administration {
    /// Shuts out an account, a certificate, an organisation, everyone of an issuer or of a network, at once and on every connection.
    ///
    /// - Parameters:
    ///   - until: `nil` until somebody lifts it.
    ///   - source: where whoever orders it comes from, if by the network. Their own network, and this machine, are shut out only when `isForced`.
    ///   - id: for whoever may have to try again; `nil`: a new one.
    public func addLock(
        _ target: LockTarget, until: UnixTime?, from source: NetworkAddress? = nil, isForced: Bool = false,
        id: String? = nil, _ mandate: Mandate
    ) async throws(AdministrationProblem) -> EmergencyLock {
        let details = ["target": target.text, "until": until.map { RFC3339.string($0) } ?? "lifted"]
        return try await carryOut(.lockAdded, mandate, on: target.account, details: details, severity: .high) {
            () throws(AdministrationProblem) in
            if let until, until <= core.now() { throw .emptyPeriod }
            if let name = target.account { _ = try require(name) }
            if case .network(let block) = target, !isForced {
                let spared = [NetworkAddress("127.0.0.1"), NetworkAddress("::1"), source].compactMap(\.self)
                guard !spared.contains(where: block.contains) else { throw .ownNetwork(block) }
            }
        } _: { now in
            let lock = EmergencyLock(
                id: try id ?? core.identifier(), target: target, reason: mandate.reason.description,
                by: mandate.actor.storedName, at: now, until: until)
            try await core.ports.store.insert(lock)
            core.directory.update { $0.put(lock) }
            core.advanceEpoch()
            let directory = core.directory.value
            let concerned = core.registry.all.filter { target.concerns($0, of: directory.accounts[$0.account]) }
            try await end(concerned, .locked, mandate, at: now)
            return lock
        }
    }

    /// Nobody lifts a lock on themselves, whichever of their certificates it is on, nor one that a measure set and that they may not lift.
    public func liftLock(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await awaitEverybody()
        guard let lock = core.directory.value.locks[id] else { throw .notFound(.lock) }
        try await requireNoOwnMeasure(naming: id, before: .lockLifted, mandate)
        let owner: AccountName?
        do throws(StoreError) { owner = try await core.account(shutOutBy: lock.target) } catch { throw .init(error) }
        try await carryOut(
            .lockLifted, mandate, on: owner, details: ["lock": id, "target": lock.target.text],
            severity: .high
        ) { now in
            if let name = lock.target.account { try await restartWaiting(of: name, at: now) }
            try await core.ports.store.liftLock(id, by: mandate.actor.storedName, at: now)
            core.directory.update { $0.removeLock(id) }
            core.advanceEpoch()
        }
    }
}

extension AccessCore {
    /// The one person that a lock is on; of a certificate, the last of whom it was seen. `nil`: it is on several, or nobody knows.
    func account(shutOutBy target: LockTarget) async throws(StoreError) -> AccountName? {
        guard case .certificate(let fingerprint) = target else { return target.account }
        if let session = registry.all.first(where: { $0.binding.fingerprint == fingerprint }) { return session.account }
        return try await ports.store.holder(ofCertificate: fingerprint)
    }
}

extension LockTarget {
    var account: AccountName? {
        switch self {
        case .account(let name): name
        case .certificate, .organisation, .issuer, .network: nil
        }
    }

    /// `account:kim-7f3a`, `certificate:64 hex digits`, `organisation:NAME`, `issuer:RFC 4514`, `network:CIDR`.
    public var text: String {
        switch self {
        case .account(let name): "account:\(name)"
        case .certificate(let fingerprint): "certificate:\(fingerprint)"
        case .organisation(let name): "organisation:\(name)"
        case .issuer(let name): "issuer:\(name)"
        case .network(let block): "network:\(block)"
        }
    }
}
