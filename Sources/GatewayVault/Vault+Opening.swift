internal import GatewayCrypto
public import GatewayIdentity
public import GatewayStore
internal import Synchronization

extension Vault {
    /// Opens the vault of a store, making its first keys where there are none. Every key-encryption key that something in the store
    /// depends on must be in one of the places.
    ///
    /// - Parameter places: new keys are made in the first.
    public static func open(
        _ store: any KeyStore, keysIn places: [any KeyPlace], settings: VaultSettings = VaultSettings(),
        clock: @escaping Clock, monotonic: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) async throws(VaultProblem) -> Vault {
        do {
            let found = try await FoundKeys(in: places)
            let newest = try await found.newest(known: store, settings, at: clock())
            let keys = OpenKeys(
                wrapping: found.byID, newest: newest, accounts: AccountKeyCache(limit: settings.openAccounts),
                lastReached: monotonic())
            let vault = Vault(
                keys, store: store, places: places, settings: settings, clock: clock, monotonic: monotonic)
            try await vault.openDataKeys(making: true)
            return vault
        } catch {
            throw VaultProblem(wrapping: error)
        }
    }

    /// Unwraps the data keys of the store that are not open yet.
    ///
    /// - Parameter making: the first one, where there is none.
    func openDataKeys(making: Bool = false) async throws {
        var stored = try await store.dataKeys()
        if stored.isEmpty, making {
            let (wrapping, _) = try wrappingKey()
            let first = try await wrapping.wrap(SealingKey.random())
            _ = try await store.insertFirstDataKey(StoredDataKey(first, createdAt: clock()))
            stored = try await store.dataKeys()
        }
        guard let newest = stored.last else { throw CryptoFailure.noDataKey }
        // What is open stays so: wrapping a key anew does not change it, and asking a token costs time.
        let open = state.withLock { $0.dataKeys }
        var keys: [DataKeyID: SealingKey] = [:]
        for key in stored.map(\.key) {
            keys[key.id] = if let known = open[key.id] { known } else { try await unwrap(key) }
        }
        state.withLock { state in
            state.dataKeys = keys
            state.newestDataKeyID = newest.key.id
        }
    }

    /// By the key that it names; one from before keys were named by whichever opens it.
    func unwrap(_ wrapped: WrappedDataKey) async throws -> SealingKey {
        let wrapping = state.withLock { $0.wrapping }
        if let name = wrapped.wrappedBy {
            guard let key = wrapping[name] else { throw VaultProblem.missing(name, found: wrapping.keys.sorted()) }
            return try await key.unwrap(wrapped)
        }
        return try await FoundKeys.unwrap(wrapped, withOneOf: Array(wrapping.values)).key
    }

    /// The key that wraps now.
    func wrappingKey() throws(VaultProblem) -> (key: any KeyEncryption, id: KeyEncryptionKeyID) {
        let (key, id) = state.withLock { ($0.wrapping[$0.newest], $0.newest) }
        guard let key else { throw .missing(id, found: state.withLock { $0.wrapping.keys.sorted() }) }
        return (key, id)
    }
}

/// The key-encryption keys of all places.
struct FoundKeys {
    private(set) var byID: [KeyEncryptionKeyID: any KeyEncryption] = [:]
    /// In the order of the places, oldest first in each.
    private var all: [(key: any KeyEncryption, place: KeyPlaceKind)] = []

    init(in places: [any KeyPlace]) async throws(KeyPlaceProblem) {
        for place in places {
            for key in try await place.keys() {
                all.append((key, place.kind))
                byID[key.id] = key
            }
        }
    }

    /// The key that the store says wraps. A store that says nothing was just made, or is from before keys were named: then it is the
    /// newest of the first place, or the one that its data keys open under, and the store says so from now on.
    func newest(known store: any KeyStore, _ settings: VaultSettings, at now: UnixTime) async throws
        -> KeyEncryptionKeyID
    {
        if try await store.keyEncryptionKeys().isEmpty {
            let (id, place) = try await first(for: store.dataKeys().map(\.key))
            _ = try await store.insertFirstKeyEncryptionKey(
                StoredKeyEncryptionKey(
                    id: id, place: place, createdAt: now, rotateBy: now + settings.rotateAfter, orderedBy: "gateway"))
        }
        guard let newest = try await store.keyEncryptionKeys().last?.id else { throw CryptoFailure.noDataKey }
        guard byID[newest] != nil else { throw VaultProblem.missing(newest, found: byID.keys.sorted()) }
        return newest
    }

    private func first(for dataKeys: [WrappedDataKey]) async throws -> (KeyEncryptionKeyID, KeyPlaceKind) {
        if let newest = dataKeys.last {
            let id = try await Self.unwrap(newest, withOneOf: all.map(\.key)).by
            if let match = all.first(where: { $0.key.id == id }) { return (id, match.place) }
        }
        let inFirstPlace = all.filter { $0.place == all.first?.place }
        guard let newest = inFirstPlace.last else {
            throw KeyPlaceProblem(
                "there is no key-encryption key", hint: "'gwanmun config new-key' makes one for a new store.")
        }
        return (newest.key.id, newest.place)
    }

    static func unwrap(_ wrapped: WrappedDataKey, withOneOf keys: [any KeyEncryption]) async throws
        -> (key: SealingKey, by: KeyEncryptionKeyID)
    {
        var failure = CryptoFailure(.open, "there is no key-encryption key")
        for key in keys {
            do {
                return (try await key.unwrap(wrapped), key.id)
            } catch KeyFailure.crypto(let problem) {
                failure = problem
            }
        }
        throw failure
    }
}

extension Collection<KeyEncryptionKeyID> {
    func sorted() -> [KeyEncryptionKeyID] { sorted { $0.description < $1.description } }
}
