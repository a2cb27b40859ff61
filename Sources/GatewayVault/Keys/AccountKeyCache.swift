internal import GatewayCrypto

/// Keys of accounts that were opened lately, so that a login does not read and unwrap one each time.
struct AccountKeyCache {
    private let limit: Int
    private var keys: [String: SealingKey] = [:]
    /// In order of their coming; the oldest goes first.
    private var order: [String] = []
    /// Counts what was taken out on purpose, so that a key read before is not put in after.
    private(set) var removals: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    func key(_ id: DataKeyID, of account: String) -> SealingKey? {
        guard let key = keys[account], key.id == id else { return nil }
        return key
    }

    func key(of account: String) -> SealingKey? { keys[account] }

    /// - Parameter read: `removals` at the time that the key was read from the store.
    mutating func put(_ key: SealingKey, of account: String, read: UInt64) {
        guard read == removals else { return }
        if keys.updateValue(key, forKey: account) == nil { order.append(account) }
        guard order.count > limit else { return }
        // In one go, so that the front is not moved for each.
        let oldest = order.prefix(max(1, limit / 8))
        for account in oldest { keys[account] = nil }
        order.removeFirst(oldest.count)
    }

    mutating func remove(_ account: String) {
        removals += 1
        if keys.removeValue(forKey: account) != nil { order.removeAll { $0 == account } }
    }

    mutating func removeAll() {
        removals += 1
        keys = [:]
        order = []
    }
}
