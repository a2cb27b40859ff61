internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

struct KeysDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Keys", "The keys behind secrets at rest.",
        [
            .needed("key_encryption_keys", .list(of: .object(KeyEncryptionKey.self))),
            .needed("data_keys", .list(of: .object(DataKey.self))),
            .needed("pending", .count, "What is still under an older key than it should be."),
            .maybe("problem", .text, "Why nothing is sealed or opened now."),
            .maybe("checkpoint_key", .object(CheckpointKey.self)),
        ])

    let keyEncryptionKeys: [KeyEncryptionKey]
    let dataKeys: [DataKey]
    let pending: Int
    let problem: String?
    let checkpointKey: CheckpointKey?

    struct CheckpointKey: DeskDocument {
        static let schema = ObjectSchema(
            "CheckpointKey", "What signs the checkpoints of the audit trail.",
            [
                .needed("id", .text, "SHA-256 of the public key (SubjectPublicKeyInfo)."),
                .needed("algorithm", .words("ed25519", "ecdsa-sha256")),
                .needed("signed", .count, "The number of the record that the last checkpoint covers."),
                .maybe("signed_at", .instant),
            ])

        let id: String
        let algorithm: String
        let signed: UInt64
        let signedAt: String?

        private enum CodingKeys: String, CodingKey {
            case id, algorithm, signed
            case signedAt = "signed_at"
        }
    }

    struct KeyEncryptionKey: DeskDocument {
        static let schema = ObjectSchema(
            "KeyEncryptionKey", "A key that wraps data keys.",
            [
                .needed("id", .text),
                .needed("place", .choice(of: KeyPlaceKind.self)),
                .needed(
                    "state", .words("in_use", "opening", "idle", "retired", "destroyed"),
                    "`in_use`, `opening` (something depends on it still), `idle`, `retired` or `destroyed`."),
                .needed("created_at", .instant),
                .needed("age_days", .count),
                .needed("rotate_by", .instant),
                .needed("overdue", .flag),
                .needed("data_keys", .count, "How many data keys it wraps."),
            ])

        let id: String
        let place: String
        let state: String
        let createdAt: String
        let ageDays: Int64
        let rotateBy: String
        let overdue: Bool
        let dataKeys: Int
    }

    struct DataKey: DeskDocument {
        static let schema = ObjectSchema(
            "DataKey", "A key that secrets of accounts are sealed under.",
            [
                .needed("id", .text),
                .needed("in_use", .flag),
                .maybe("wrapped_by", .text),
                .maybe("created_at", .instant),
                .maybe("age_days", .count),
                .needed("account_keys", .count),
                .needed("secrets", .count, "Sealed under it directly."),
            ])

        let id: String
        let inUse: Bool
        let wrappedBy: String?
        let createdAt: String?
        let ageDays: Int64?
        let accountKeys: Int
        let secrets: Int
    }

    init(_ keys: KeyInventory, checkpoints: NodeStatus.CheckpointKey?, at now: UnixTime) {
        checkpointKey = checkpoints.map { key in
            CheckpointKey(
                id: key.id.hex, algorithm: key.algorithm, signed: key.signed,
                signedAt: key.signedAt.map { RFC3339.string($0) })
        }
        keyEncryptionKeys = keys.keyEncryptionKeys.map { KeyEncryptionKey($0, at: now) }
        dataKeys = keys.dataKeys.map { DataKey($0, at: now) }
        pending = keys.pending
        problem = keys.problem
    }

    private enum CodingKeys: String, CodingKey {
        case pending, problem
        case keyEncryptionKeys = "key_encryption_keys"
        case dataKeys = "data_keys"
        case checkpointKey = "checkpoint_key"
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
