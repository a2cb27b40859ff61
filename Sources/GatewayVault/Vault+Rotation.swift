public import GatewayCrypto
internal import GatewayIdentity
public import GatewayStore
internal import Synchronization

/// A key-encryption key that is in its place and has shown that it works, not yet in use.
public struct KeyCandidate: Sendable {
    public let id: KeyEncryptionKeyID
    public let place: KeyPlaceKind
    let key: any KeyEncryption
}

extension Vault {
    /// The key to go on with: the newest in its place that the store does not know, as when somebody put one there or a rotation
    /// was cut off; else a new one.
    ///
    /// - Parameter kind: where; `nil`: the first place that is configured.
    public func candidate(in kind: KeyPlaceKind? = nil) async throws(VaultProblem) -> KeyCandidate {
        do {
            guard let place = places.first(where: { kind == nil || $0.kind == kind }) else {
                throw VaultProblem.noPlace(kind ?? .file)
            }
            let known = Set(try await store.keyEncryptionKeys().map(\.id))
            let waiting = try await place.keys().last { !known.contains($0.id) }
            let key: any KeyEncryption = if let waiting { waiting } else { try await place.makeKey() }
            try await prove(key, in: place)
            return KeyCandidate(id: key.id, place: place.kind, key: key)
        } catch {
            throw VaultProblem(wrapping: error)
        }
    }

    /// That it opens what it wraps, and that whoever looks for it after a restart finds it.
    private func prove(_ key: any KeyEncryption, in place: any KeyPlace) async throws {
        let probe = try SealingKey.random()
        let binding = SealBinding(table: "probe", row: "", account: "")
        let sealed = try probe.seal(SecretBytes(copying: [1]), for: binding)
        _ = try await key.unwrap(key.wrap(probe)).open(sealed, for: binding)
        guard try await place.keys().contains(where: { $0.id == key.id }) else {
            throw VaultProblem.missing(key.id, found: [])
        }
    }

    /// Takes a key into use: it wraps from now on, and what is wrapped by another is wrapped anew. The others go on opening until they
    /// are destroyed.
    ///
    /// Can be cut off anywhere: a data key is put in its own place in one statement, wrapped by the one key or by the other.
    ///
    /// - Parameter newDataKey: with a data key beside it, under which the keys of accounts and the node's secrets are brought by `renew`.
    public func adopt(_ candidate: KeyCandidate, newDataKey: Bool, orderedBy actor: String)
        async throws(VaultProblem)
    {
        do {
            let now = clock()
            try await store.insertKeyEncryptionKey(
                StoredKeyEncryptionKey(
                    id: candidate.id, place: candidate.place, createdAt: now, rotateBy: now + settings.rotateAfter,
                    orderedBy: actor))
            state.withLock { state in
                state.wrapping[candidate.id] = candidate.key
                state.newest = candidate.id
                state.needsRenewal = true
            }
            if newDataKey {
                let dataKey = try SealingKey.random()
                try await store.insertDataKey(StoredDataKey(candidate.key.wrap(dataKey), createdAt: now))
                state.withLock { state in
                    state.dataKeys[dataKey.id] = dataKey
                    state.newestDataKeyID = dataKey.id
                }
            }
            try await wrapDataKeysAnew()
        } catch {
            throw VaultProblem(wrapping: error)
        }
    }

    /// Destroys a key that wraps nothing any more, in its place. Copies elsewhere, as of a key file, are not reached.
    ///
    /// - Parameter actor: not the administrator who took the present key into use.
    public func destroy(_ id: KeyEncryptionKeyID, orderedBy actor: Actor) async throws(VaultProblem) {
        do {
            let known = try await store.keyEncryptionKeys()
            guard let kind = known.first(where: { $0.id == id })?.place else {
                throw StoreError.notFound(.keyEncryptionKey)
            }
            if actor.isOnePerson, known.last?.orderedBy == actor.name {
                throw VaultProblem.needsAnother(actor: actor.name)
            }
            guard let place = places.first(where: { $0.kind == kind }) else { throw VaultProblem.noPlace(kind) }
            try await store.retireKeyEncryptionKey(id, at: clock())
            try await place.destroyKey(id)
            state.withLock { $0.wrapping[id] = nil }
        } catch {
            throw VaultProblem(wrapping: error)
        }
    }

    /// Destroys a data key under which nothing is wrapped or sealed any more.
    public func destroy(_ id: DataKeyID) async throws(VaultProblem) {
        do {
            try await store.destroyDataKey(id)
            state.withLock { $0.dataKeys[id] = nil }
        } catch {
            throw VaultProblem(wrapping: error)
        }
    }

    /// Who orders a destruction: two administrators are needed between the new key and the end of the old one, while root at the
    /// control socket is nobody in particular.
    public struct Actor: Sendable {
        let name: String
        let isOnePerson: Bool

        public init(_ name: String, isOnePerson: Bool) {
            self.name = name
            self.isOnePerson = isOnePerson
        }
    }
}
