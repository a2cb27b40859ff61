public import GatewayCrypto
public import GatewayIdentity
public import GatewayStore
public import GatewayVault

/// One of the two kinds of keys that can be destroyed on their own.
public enum DestructibleKey: Hashable, Sendable {
    case keyEncryptionKey(KeyEncryptionKeyID)
    case dataKey(DataKeyID)
}

extension Administration {
    /// All keys behind secrets at rest, and what depends on each. No key, and nobody's name.
    public func keys(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> KeyInventory {
        try await noteReading("keys", actor, requestID)
        do throws(VaultFailure) {
            return try await core.ports.vault.inventory()
        } catch {
            throw .failed(AccessFailure(error))
        }
    }

    /// Goes on to another key-encryption key: makes it, or takes the one that waits in its place, and wraps data keys anew under it.
    ///
    /// - Parameters:
    ///   - place: where; `nil`: the first place that is configured.
    ///   - newDataKey: also goes on to another data key; accounts follow while the node serves.
    /// - Returns: the keys after it.
    public func rotateKeys(into place: KeyPlaceKind?, newDataKey: Bool, _ mandate: Mandate)
        async throws(AdministrationProblem) -> KeyInventory
    {
        let vault = core.ports.vault
        // Two orders, two records: the key that was made has a name only then.
        let candidate = try await carryOut(
            .keyMade, mandate, details: ["key": place?.rawValue ?? "next"], over: .keys
        ) { _ in try await vault.candidate(in: place) }
        return try await carryOut(
            .keyRotated, mandate, details: ["key": candidate.id.description], severity: .high, over: .keys
        ) { _ in
            try await vault.adopt(candidate, newDataKey: newDataKey, orderedBy: mandate.actor.description)
            return try await vault.inventory()
        }
    }

    /// Destroys a key on which nothing depends any more. What was copied under it elsewhere, as in a backup, stays shut for good.
    public func destroyKey(_ key: DestructibleKey, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await carryOut(
            .keyDestroyed, mandate, details: ["key": key.name], severity: .high, over: .keys
        ) { _ in
            switch key {
            case .keyEncryptionKey(let id):
                try await core.ports.vault.destroy(id, orderedBy: Vault.Actor(mandate.actor))
            case .dataKey(let id): try await core.ports.vault.destroy(id)
            }
        }
    }
}

extension DestructibleKey {
    /// The two kinds of names differ in their length.
    public init?(_ text: String) {
        if let id = DataKeyID(text) {
            self = .dataKey(id)
        } else if let id = KeyEncryptionKeyID(text) {
            self = .keyEncryptionKey(id)
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .keyEncryptionKey(let id): id.description
        case .dataKey(let id): id.description
        }
    }
}

extension Vault.Actor {
    fileprivate init(_ actor: Actor) {
        switch actor {
        case .administrator, .provisioner, .owner: self.init(actor.description, isOnePerson: true)
        case .controlSocket, .gateway: self.init(actor.description, isOnePerson: false)
        }
    }
}
