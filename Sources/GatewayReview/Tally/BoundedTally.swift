/// Counts by name, for so many names; what comes after them is counted together, so that memory does not grow with the records.
struct BoundedTally<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private(set) var entries: [Key: Value] = [:]
    /// Notes about names that there was no room for.
    private(set) var left = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func note(_ key: Key, new: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        guard entries.count < limit || entries[key] != nil else { return left += 1 }
        change(&entries[key, default: new()])
    }
}

extension BoundedTally where Value == Int {
    mutating func count(_ key: Key, by number: Int = 1) { note(key, new: 0) { $0 += number } }
}

/// Rows of a list, the first so many.
struct BoundedRows: Sendable {
    private(set) var rows: [[String]] = []
    private(set) var left = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func append(_ row: @autoclosure () -> [String]) {
        guard rows.count < limit else { return left += 1 }
        rows.append(row())
    }
}
