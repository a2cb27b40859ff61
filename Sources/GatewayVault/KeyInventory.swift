internal import GatewayCrypto
public import GatewayIdentity
public import GatewayStore
internal import Synchronization

/// All keys as they stand.
public struct KeyInventory: Hashable, Sendable {
    public struct KeyEncryptionKeyEntry: Hashable, Sendable {
        public let key: StoredKeyEncryptionKey
        public let isNewest: Bool
        /// Whether its place has it.
        public let isPresent: Bool
        /// Data keys that it wraps.
        public let dataKeys: Int
    }

    public struct DataKeyEntry: Hashable, Sendable {
        public let key: StoredDataKey
        public let isNewest: Bool
        public let use: KeyUse
    }

    /// Oldest first.
    public let keyEncryptionKeys: [KeyEncryptionKeyEntry]
    public let dataKeys: [DataKeyEntry]
    /// How much is under an older key than it should be.
    public let pending: Int
    /// Why nothing is sealed or opened now.
    public let problem: String?
}

extension Vault {
    public func inventory() async throws(VaultFailure) -> KeyInventory {
        do throws(StoreError) {
            let wrapping = try await store.keyEncryptionKeys()
            let dataKeys = try await store.dataKeys()
            let uses = try await store.keyUses()
            let present = state.withLock { Set($0.wrapping.keys) }
            let newestDataKey = dataKeys.last?.key.id
            let keyEntries = wrapping.map { key in
                KeyInventory.KeyEncryptionKeyEntry(
                    key: key, isNewest: key.id == wrapping.last?.id, isPresent: present.contains(key.id),
                    dataKeys: dataKeys.count { $0.key.wrappedBy == key.id })
            }
            let dataEntries = dataKeys.map { key in
                KeyInventory.DataKeyEntry(
                    key: key, isNewest: key.key.id == newestDataKey, use: uses[key.key.id] ?? KeyUse())
            }
            return KeyInventory(
                keyEncryptionKeys: keyEntries, dataKeys: dataEntries,
                pending: dataKeys.count { $0.key.wrappedBy != wrapping.last?.id }
                    + dataEntries.reduce(0) { $0 + $1.pending },
                problem: problem)
        } catch {
            throw .store(error)
        }
    }

    /// The key that wraps, when it is past its time and nobody was told for a day. Of several who ask, one is told.
    public func overdueKey(at now: UnixTime) async throws(VaultFailure) -> StoredKeyEncryptionKey? {
        do throws(StoreError) {
            guard let newest = try await store.keyEncryptionKeys().last, newest.rotateBy <= now,
                try await store.mayWarn(of: newest.id, at: now, pause: .seconds(86400))
            else { return nil }
            return newest
        } catch {
            throw .store(error)
        }
    }
}

extension KeyInventory.DataKeyEntry {
    /// The newest has but secrets from before accounts had keys to give away; an older one everything.
    fileprivate var pending: Int {
        use.accountSecrets + (isNewest ? 0 : use.accountKeys + use.nodeSecrets)
    }
}
