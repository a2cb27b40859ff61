internal import GatewayCrypto

/// What of the vault is in memory.
struct OpenKeys {
    /// Everything that was found in the places and is not destroyed.
    var wrapping: [KeyEncryptionKeyID: any KeyEncryption]
    /// The one that wraps.
    var newest: KeyEncryptionKeyID
    var dataKeys: [DataKeyID: SealingKey] = [:]
    var newestDataKeyID: DataKeyID?
    var accounts: AccountKeyCache

    /// Why the key-encryption key cannot be reached.
    var problem: String?
    /// The last time that it could be.
    var lastReached: ContinuousClock.Instant
    /// It could not be for longer than the lease, and everything that it opened is forgotten.
    var isShut = false
    /// Something may be wrapped or sealed under an older key than it should be.
    var needsRenewal = true

    var newestDataKey: SealingKey? { newestDataKeyID.flatMap { dataKeys[$0] } }

    func key(_ id: DataKeyID, of account: String) -> SealingKey? {
        account.isEmpty ? dataKeys[id] : accounts.key(id, of: account) ?? dataKeys[id]
    }

    mutating func shut() {
        isShut = true
        dataKeys = [:]
        newestDataKeyID = nil
        accounts.removeAll()
    }
}
