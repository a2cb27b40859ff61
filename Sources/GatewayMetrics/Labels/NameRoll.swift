internal import Synchronization

/// Names that come from files, such as those of consoles, as values of one label: each gets a place the first time it is called, and keeps it.
///
/// The number of places is fixed, because every writer has room for so many. Whoever comes later shares the place `other`. So a set of
/// files that changes for ever cannot fill the memory, here or in the system that collects the numbers.
public final class NameRoll: Sendable {
    /// Shared by every name without a place of its own.
    public static let other = "other"

    let label: String
    let limit: Int
    private let names: Mutex<[String]>

    /// - Parameters:
    ///   - label: what the names are names of, `[a-z_]+`.
    ///   - limit: places in all, `other` included; at least 1.
    public init(label: String, limit: Int) {
        self.label = label
        self.limit = max(limit, 1)
        names = Mutex([Self.other])
    }

    /// The place of `name`. Takes a lock and compares with every name: for loading files, not for counting.
    public func place(of name: String) -> NamedPlace {
        names.withLock { names in
            if let index = names.firstIndex(of: name) { return NamedPlace(index: index) }
            guard names.count < limit else { return .other }
            names.append(name)
            return NamedPlace(index: names.count - 1)
        }
    }

    /// Names in the order of their places.
    var called: [String] { names.withLock { $0 } }
}

/// Where the numbers of one name stand.
@frozen
public struct NamedPlace: Hashable, Sendable {
    public let index: Int

    /// The place of names that have none.
    public static let other = NamedPlace(index: 0)
}
