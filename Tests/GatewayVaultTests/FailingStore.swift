import GatewayCrypto
import GatewayIdentity
import GatewayStore
import Synchronization

/// A real store whose process ends at its nth change: that one and all after it fail.
final class FailingStore: KeyEncryptionKeyStore, DataKeyStore, AccountKeyStore, SealedRowStore {
    private let store: any KeyStore
    private let changesLeft: Mutex<Int>

    init(_ store: any KeyStore, after changes: Int) {
        self.store = store
        changesLeft = Mutex(changes)
    }

    private func count() throws(StoreError) {
        let goesOn = changesLeft.withLock { left in
            left -= 1
            return left >= 0
        }
        guard goesOn else { throw .unavailable("ended by the test") }
    }

    func keyEncryptionKeys() async throws(StoreError) -> [StoredKeyEncryptionKey] {
        try await store.keyEncryptionKeys()
    }
    func insertFirstKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError) -> Bool {
        try count()
        return try await store.insertFirstKeyEncryptionKey(key)
    }
    func insertKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError) {
        try count()
        try await store.insertKeyEncryptionKey(key)
    }
    func retireKeyEncryptionKey(_ id: KeyEncryptionKeyID, at: UnixTime) async throws(StoreError) {
        try count()
        try await store.retireKeyEncryptionKey(id, at: at)
    }
    func mayWarn(of id: KeyEncryptionKeyID, at: UnixTime, pause: Duration) async throws(StoreError) -> Bool {
        try count()
        return try await store.mayWarn(of: id, at: at, pause: pause)
    }
    func dataKeys() async throws(StoreError) -> [StoredDataKey] { try await store.dataKeys() }
    func insertFirstDataKey(_ key: StoredDataKey) async throws(StoreError) -> Bool {
        try count()
        return try await store.insertFirstDataKey(key)
    }
    func insertDataKey(_ key: StoredDataKey) async throws(StoreError) {
        try count()
        try await store.insertDataKey(key)
    }
    func replaceDataKey(_ old: WrappedDataKey, with new: WrappedDataKey) async throws(StoreError) -> Bool {
        try count()
        return try await store.replaceDataKey(old, with: new)
    }
    func destroyDataKey(_ id: DataKeyID) async throws(StoreError) {
        try count()
        try await store.destroyDataKey(id)
    }
    func accountKey(of account: AccountName) async throws(StoreError) -> WrappedAccountKey? {
        try await store.accountKey(of: account)
    }
    func insertAccountKey(_ key: WrappedAccountKey, at: UnixTime) async throws(StoreError) -> Bool {
        try count()
        return try await store.insertAccountKey(key, at: at)
    }
    func replaceAccountKey(_ old: WrappedAccountKey, with new: WrappedAccountKey) async throws(StoreError) -> Bool {
        try count()
        return try await store.replaceAccountKey(old, with: new)
    }
    func accountKeys(wrappedByOtherThan dataKey: DataKeyID, limit: Int) async throws(StoreError) -> [WrappedAccountKey]
    {
        try await store.accountKeys(wrappedByOtherThan: dataKey, limit: limit)
    }
    func destroyAccountKey(of account: AccountName) async throws(StoreError) {
        try count()
        try await store.destroyAccountKey(of: account)
    }
    func sealedRows(under key: DataKeyID, limit: Int) async throws(StoreError) -> [SealedRow] {
        try await store.sealedRows(under: key, limit: limit)
    }
    func replace(_ row: SealedRow, with secret: SealedSecret) async throws(StoreError) -> Bool {
        try count()
        return try await store.replace(row, with: secret)
    }
    func keyUses() async throws(StoreError) -> [DataKeyID: KeyUse] { try await store.keyUses() }
    func nodeSecret(_ name: String) async throws(StoreError) -> SealedSecret? { try await store.nodeSecret(name) }
    func insertNodeSecret(_ name: String, _ secret: SealedSecret) async throws(StoreError) -> Bool {
        try count()
        return try await store.insertNodeSecret(name, secret)
    }
}
