public import GatewayCrypto
public import GatewayIdentity

/// Everything about the keys behind secrets at rest: who wraps whom, and which secrets are sealed under what.
///
/// The hierarchy: a key-encryption key, which is not in the store, wraps data keys; a data key wraps the keys of accounts, and
/// seals what is the node's own; an account's key seals the account's secrets.
public typealias KeyStore = KeyEncryptionKeyStore & DataKeyStore & AccountKeyStore & SealedRowStore

/// What is known of key-encryption keys. The keys themselves are elsewhere.
public protocol KeyEncryptionKeyStore: Sendable {
    /// Oldest first. The newest wraps from the time that it is there.
    func keyEncryptionKeys() async throws(StoreError) -> [StoredKeyEncryptionKey]

    /// - Returns: `false` when one was there: another node began at the same time, and its key counts.
    func insertFirstKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError) -> Bool

    /// - Throws: `.conflict(.identifierExists)`.
    func insertKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError)

    /// Marks a key that wraps nothing and is not the newest, before it is destroyed; no data key is taken under it from then on.
    /// Again for one that is marked already.
    ///
    /// - Throws: `.conflict(.keyInUse)`, `.notFound(.keyEncryptionKey)`.
    func retireKeyEncryptionKey(_ id: KeyEncryptionKeyID, at: UnixTime) async throws(StoreError)

    /// - Returns: `true` to one caller, when the last time was `pause` or longer ago.
    func mayWarn(of id: KeyEncryptionKeyID, at: UnixTime, pause: Duration) async throws(StoreError) -> Bool
}

public protocol DataKeyStore: Sendable {
    /// Oldest first. The newest wraps and seals.
    func dataKeys() async throws(StoreError) -> [StoredDataKey]

    /// Adds a key only while the store holds none.
    ///
    /// - Returns: `false` when there was one: another node began at the same time, and its key counts.
    func insertFirstDataKey(_ key: StoredDataKey) async throws(StoreError) -> Bool

    /// Adds a newer key, which wraps and seals from then on.
    ///
    /// - Throws: `.conflict(.identifierExists)`; `.conflict(.keyInUse)` when who wrapped it is about to be destroyed.
    func insertDataKey(_ key: StoredDataKey) async throws(StoreError)

    /// Puts a key wrapped anew in its own place.
    ///
    /// - Returns: `false` when it is not there any more as it was.
    func replaceDataKey(_ old: WrappedDataKey, with new: WrappedDataKey) async throws(StoreError) -> Bool

    /// Shreds a key under which nothing is wrapped or sealed, and which is not the newest.
    ///
    /// - Throws: `.conflict(.keyInUse)`, `.notFound(.dataKey)`.
    func destroyDataKey(_ id: DataKeyID) async throws(StoreError)
}

public protocol AccountKeyStore: Sendable {
    func accountKey(of account: AccountName) async throws(StoreError) -> WrappedAccountKey?

    /// Adds a key only while the account has none.
    ///
    /// - Returns: `false` when it had one: that one counts.
    func insertAccountKey(_ key: WrappedAccountKey, at: UnixTime) async throws(StoreError) -> Bool

    /// Puts a key wrapped anew in its own place.
    ///
    /// - Returns: `false` when it is not there any more as it was.
    func replaceAccountKey(_ old: WrappedAccountKey, with new: WrappedAccountKey) async throws(StoreError) -> Bool

    /// Some that another data key wrapped, at most `limit`.
    func accountKeys(wrappedByOtherThan dataKey: DataKeyID, limit: Int) async throws(StoreError) -> [WrappedAccountKey]

    /// Shreds everything sealed for the account: not a copy of its key is on the disk when this returns.
    func destroyAccountKey(of account: AccountName) async throws(StoreError)
}

/// Sealed secrets wherever in the store they are, for sealing them anew.
public protocol SealedRowStore: Sendable {
    /// Some that are sealed under this very key, at most `limit`; those of accounts first.
    func sealedRows(under key: DataKeyID, limit: Int) async throws(StoreError) -> [SealedRow]

    /// Puts a secret sealed anew in its own place.
    ///
    /// - Returns: `false` when it is not there any more as it was.
    func replace(_ row: SealedRow, with secret: SealedSecret) async throws(StoreError) -> Bool

    /// What each data key wraps and seals.
    func keyUses() async throws(StoreError) -> [DataKeyID: KeyUse]

    /// A secret of the node's own.
    func nodeSecret(_ name: String) async throws(StoreError) -> SealedSecret?

    /// - Returns: `false` when there was one of that name: that one counts.
    func insertNodeSecret(_ name: String, _ secret: SealedSecret) async throws(StoreError) -> Bool
}
