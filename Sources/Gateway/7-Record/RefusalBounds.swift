internal import GatewayIdentity

/// What of the refusals of one event loop goes into the record: of each address and cause so many a second, and how many the rest were. A flood costs the trail no
/// more than that.
struct RefusalBounds<Cause: Hashable & CaseIterable> {
    struct Entry: Hashable {
        /// `nil`: of several addresses, which are too many to be named.
        let source: NetworkAddress?
        let cause: Cause
        var times: Int
    }

    /// Of one address and cause a second, that have a record of their own.
    let whole: Int
    /// Addresses of one cause a second that are told apart: what is free to make hides nothing that takes a certificate.
    let limit: Int

    private var entries: [(entry: Entry, recorded: Int)] = []
    private var rest: [Cause: Int] = [:]

    init(whole: Int, limit: Int) {
        self.whole = whole
        self.limit = limit
    }

    /// - Returns: whether this one has a record of its own. If not, it is counted.
    mutating func note(_ address: NetworkAddress, _ cause: Cause) -> Bool {
        let source = address.throttleKey
        guard let index = entries.firstIndex(where: { $0.entry.source == source && $0.entry.cause == cause }) else {
            guard entries.count(where: { $0.entry.cause == cause }) < limit else {
                rest[cause, default: 0] += 1
                return false
            }
            entries.append((Entry(source: source, cause: cause, times: 0), recorded: 1))
            return true
        }
        guard entries[index].recorded >= whole else {
            entries[index].recorded += 1
            return true
        }
        entries[index].entry.times += 1
        return false
    }

    /// Once a second: what was only counted.
    mutating func take() -> [Entry] {
        guard !entries.isEmpty else { return [] }
        defer {
            entries.removeAll(keepingCapacity: true)
            rest.removeAll(keepingCapacity: true)
        }
        let others = Cause.allCases.compactMap { cause in
            rest[cause].map { Entry(source: nil, cause: cause, times: $0) }
        }
        return entries.map(\.entry).filter { $0.times > 0 } + others
    }
}
