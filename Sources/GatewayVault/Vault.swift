public import GatewayCrypto
public import GatewayIdentity
internal import GatewayStore
internal import Synchronization

/// Seals secrets for the store and opens them: those of an account under the account's own key, those of the node under a data key.
///
/// Opening one costs a decryption while the account's key is in memory, and else a reading of the store beside it.
public final class Vault: Sendable {
    let store: any KeyStore
    let places: [any KeyPlace]
    let settings: VaultSettings
    let clock: Clock
    let monotonic: @Sendable () -> ContinuousClock.Instant
    let state: Mutex<OpenKeys>

    init(
        _ keys: OpenKeys, store: any KeyStore, places: [any KeyPlace], settings: VaultSettings, clock: @escaping Clock,
        monotonic: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.store = store
        self.places = places
        self.settings = settings
        self.clock = clock
        self.monotonic = monotonic
        state = Mutex(keys)
    }

    // MARK: Secrets

    /// - Throws: `.keyUnavailable` while the key-encryption key cannot be reached: nothing new is sealed then.
    public func seal(_ secret: SecretBytes, for binding: SealBinding) async throws(VaultFailure) -> SealedSecret {
        try requireSealing()
        do {
            return try await sealingKey(of: binding.account).seal(secret, for: binding)
        } catch {
            throw VaultFailure(wrapping: error)
        }
    }

    /// - Throws: `.crypto` when it was sealed for another binding, altered, or its key was destroyed; `.keyUnavailable` when the
    ///   key-encryption key has not been reached for longer than the lease.
    public func open(_ sealed: SealedSecret, for binding: SealBinding) async throws(VaultFailure) -> SecretBytes {
        do {
            return try await openingKey(sealed.key, of: binding.account).open(sealed, for: binding)
        } catch {
            throw VaultFailure(wrapping: error)
        }
    }

    /// For whoever is about to use something up that ends in a new secret.
    public func requireSealing() throws(VaultFailure) {
        if let problem = state.withLock({ $0.problem }) { throw .keyUnavailable(problem) }
    }

    /// Destroys the account's key, and with it every secret that was ever sealed for the account under it: here, in the store and its
    /// log. What a data key sealed directly, before accounts had keys, goes with its row.
    ///
    /// A secret sealed for the account afterwards gets a new key.
    public func shredSecrets(of account: AccountName) async throws(VaultFailure) {
        do throws(StoreError) {
            try await store.destroyAccountKey(of: account)
        } catch {
            throw .store(error)
        }
        state.withLock { $0.accounts.remove(account.text) }
    }

    // MARK: Secrets of the node

    public func nodeSecret(_ name: String) async throws(VaultFailure) -> SecretBytes? {
        do {
            guard let sealed = try await store.nodeSecret(name) else { return nil }
            return try await open(sealed, for: .nodeSecret(name))
        } catch {
            throw VaultFailure(wrapping: error)
        }
    }

    /// Keeps a secret, unless there is one of that name.
    ///
    /// - Returns: the one that is kept from now on.
    public func keepNodeSecret(_ name: String, _ secret: SecretBytes) async throws(VaultFailure) -> SecretBytes {
        do {
            let sealed = try await seal(secret, for: .nodeSecret(name))
            if try await store.insertNodeSecret(name, sealed) { return secret }
            guard let kept = try await nodeSecret(name) else {
                throw CryptoFailure(.open, "the node's secret '\(name)' was there and is gone")
            }
            return kept
        } catch {
            throw VaultFailure(wrapping: error)
        }
    }

    // MARK: Keys

    /// The account's own, made where there is none; the newest data key for the node.
    private func sealingKey(of account: String) async throws -> SealingKey {
        guard !account.isEmpty else { return try dataKey() }
        let (open, read) = state.withLock { ($0.accounts.key(of: account), $0.accounts.removals) }
        if let open { return open }
        let name = AccountName(stored: account)
        if let wrapped = try await store.accountKey(of: name) { return try await unwrap(wrapped, read) }
        let key = try SealingKey.random()
        let wrapped = try dataKey().wrap(key, of: account)
        if try await store.insertAccountKey(wrapped, at: clock()) {
            state.withLock { $0.accounts.put(key, of: account, read: read) }
            return key
        }
        guard let wrapped = try await store.accountKey(of: name) else { throw StoreError.busy }
        return try await unwrap(wrapped, read)
    }

    private func openingKey(_ id: DataKeyID, of account: String) async throws -> SealingKey {
        let (open, read) = state.withLock { ($0.key(id, of: account), $0.accounts.removals) }
        if let open { return open }
        try requireOpening()
        if !account.isEmpty, let wrapped = try await store.accountKey(of: AccountName(stored: account)),
            wrapped.id == id
        {
            return try await unwrap(wrapped, read)
        }
        return try await dataKey(id)
    }

    private func unwrap(_ wrapped: WrappedAccountKey, _ read: UInt64) async throws -> SealingKey {
        let key = try await dataKey(wrapped.dataKey).unwrap(wrapped)
        state.withLock { $0.accounts.put(key, of: wrapped.account, read: read) }
        return key
    }

    /// The newest.
    func dataKey() throws(VaultFailure) -> SealingKey {
        try requireOpening()
        guard let key = state.withLock({ $0.newestDataKey }) else { throw .crypto(.noDataKey) }
        return key
    }

    /// One that another process made in the meantime is read from the store.
    func dataKey(_ id: DataKeyID) async throws -> SealingKey {
        try requireOpening()
        if let key = state.withLock({ $0.dataKeys[id] }) { return key }
        try await openDataKeys()
        guard let key = state.withLock({ $0.dataKeys[id] }) else {
            throw CryptoFailure(.open, "key \(id), which sealed it, was destroyed")
        }
        return key
    }

    private func requireOpening() throws(VaultFailure) {
        if let problem = state.withLock({ $0.isShut ? $0.problem : nil }) { throw .keyUnavailable(problem) }
    }
}

extension CryptoFailure {
    static let noDataKey = CryptoFailure(.open, "the store holds no data key")
}
