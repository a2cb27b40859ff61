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
    private var kept: [[String]?] = []
    private(set) var left = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var rows: [[String]] { kept.compactMap(\.self) }

    /// - Returns: where it stands; `nil`: there was no room.
    @discardableResult
    mutating func append(_ row: @autoclosure () -> [String]) -> Int? {
        guard kept.count < limit else {
            left += 1
            return nil
        }
        kept.append(row())
        return kept.count - 1
    }

    /// Takes back what was appended there.
    mutating func withdraw(_ index: Int?) {
        guard let index else { return left -= 1 }
        kept[index] = nil
    }
}
