internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

struct KeysDocument: Encodable {
    let keyEncryptionKeys: [KeyEncryptionKey]
    let dataKeys: [DataKey]
    /// What is still under an older key than it should be.
    let pending: Int
    /// Why nothing is sealed or opened now.
    let problem: String?

    struct KeyEncryptionKey: Encodable {
        let id: String
        let place: String
        /// `in_use`, `opening` (something depends on it still), `idle`, `retired` or `destroyed`.
        let state: String
        let createdAt: String
        let ageDays: Int64
        let rotateBy: String
        let overdue: Bool
        /// How many data keys it wraps.
        let dataKeys: Int
    }

    struct DataKey: Encodable {
        let id: String
        let inUse: Bool
        let wrappedBy: String?
        let createdAt: String?
        let ageDays: Int64?
        let accountKeys: Int
        /// Sealed under it directly.
        let secrets: Int
    }

    init(_ keys: KeyInventory, at now: UnixTime) {
        keyEncryptionKeys = keys.keyEncryptionKeys.map { KeyEncryptionKey($0, at: now) }
        dataKeys = keys.dataKeys.map { DataKey($0, at: now) }
        pending = keys.pending
        problem = keys.problem
    }

    private enum CodingKeys: String, CodingKey {
        case pending, problem
        case keyEncryptionKeys = "key_encryption_keys"
        case dataKeys = "data_keys"
    }
}

extension KeysDocument.KeyEncryptionKey {
    init(_ entry: KeyInventory.KeyEncryptionKeyEntry, at now: UnixTime) {
        let key = entry.key
        id = key.id.description
        place = key.place.rawValue
        state = entry.state
        createdAt = RFC3339.string(key.createdAt)
        ageDays = (now - key.createdAt).wholeDays
        rotateBy = RFC3339.string(key.rotateBy)
        overdue = entry.isNewest && key.rotateBy <= now
        dataKeys = entry.dataKeys
    }

    private enum CodingKeys: String, CodingKey {
        case id, place, state, overdue
        case createdAt = "created_at"
        case ageDays = "age_days"
        case rotateBy = "rotate_by"
        case dataKeys = "data_keys"
    }
}

extension KeysDocument.DataKey {
    init(_ entry: KeyInventory.DataKeyEntry, at now: UnixTime) {
        id = entry.key.key.id.description
        inUse = entry.isNewest
        wrappedBy = entry.key.key.wrappedBy?.description
        createdAt = entry.key.createdAt.map { RFC3339.string($0) }
        ageDays = entry.key.createdAt.map { (now - $0).wholeDays }
        accountKeys = entry.use.accountKeys
        secrets = entry.use.accountSecrets + entry.use.nodeSecrets
    }

    private enum CodingKeys: String, CodingKey {
        case id, secrets
        case inUse = "in_use"
        case wrappedBy = "wrapped_by"
        case createdAt = "created_at"
        case ageDays = "age_days"
        case accountKeys = "account_keys"
    }
}

extension KeyInventory.KeyEncryptionKeyEntry {
    fileprivate var state: String {
        switch (isNewest, key.retiredAt != nil, isPresent) {
        case (true, _, _): "in_use"
        case (false, true, false): "destroyed"
        case (false, true, true): "retired"
        case (false, false, _): dataKeys > 0 ? "opening" : "idle"
        }
    }
}

extension Duration {
    fileprivate var wholeDays: Int64 { wholeSeconds / 86400 }
}
