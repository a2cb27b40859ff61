internal import GatewayIdentity
internal import GatewayStore

extension AccessCore {
    /// Those of a person's certificates that are bound to them now.
    func bound(_ certificates: [KnownCertificate], to account: AccountName) -> [KnownCertificate] {
        let references = Set((directory.value.bindings[account] ?? []).map(\.reference))
        return certificates.filter {
            references.contains(.publicKey($0.publicKey))
                || references.contains(.issuerAndSerial(issuer: $0.issuer, serial: $0.serial))
        }
    }

    /// Of everybody: running and future ones.
    func grantsAhead(at now: UnixTime) -> [PartnerGrant] {
        directory.value.grants.values.joined().filter { $0.isInForce && now < $0.to }
            .sorted { ($0.to, $0.id) < ($1.to, $1.id) }
    }

    /// Partners whom a person answers for.
    func sponsored(by sponsor: AccountName, at now: UnixTime) -> [Account] {
        let names = Set(grantsAhead(at: now).filter { $0.sponsor == sponsor }.map(\.account))
        return names.compactMap { directory.value.accounts[$0] }.sorted { $0.name.text < $1.name.text }
    }

    func openReset(of account: AccountName, at now: UnixTime) async throws(StoreError) -> FactorReset? {
        try await ports.store.resets(of: account).first { $0.isOpen(at: now) }
    }
}
