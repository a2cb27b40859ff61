internal import GatewayIdentity

/// What of the refused handshakes of one event loop goes into the record: each address and cause once a second, so many a second, and how many the rest were.
/// A flood costs the trail no more than that.
struct HandshakeRefusals {
    /// Why a handshake was refused.
    enum Cause: String, CaseIterable {
        /// No certificate, or one that was refused by an alert.
        case certificateRefused = "certificate_refused"
        /// No version or no suite that both sides speak.
        case incompatible
        case failed
        /// The time for it ran out.
        case late = "timeout"

        /// `nil`: TLS does not tell.
        var reason: Reason? {
            switch self {
            case .certificateRefused: nil
            case .incompatible, .failed: .badRequest
            case .late: .requestTimeout
            }
        }
    }

    struct Entry: Hashable {
        /// `nil`: of several addresses, which are too many to be named.
        let source: NetworkAddress?
        let cause: Cause
        var times: Int
    }

    /// Entries a second that name their source.
    static let limit = 8

    private var entries: [Entry] = []
    private var rest: [Cause: Int] = [:]

    /// - Returns: an entry of its own, where this is the first of its kind since they were taken.
    mutating func note(_ source: NetworkAddress, _ cause: Cause) -> Entry? {
        if let index = entries.firstIndex(where: { $0.source == source && $0.cause == cause }) {
            entries[index].times += 1
            return nil
        }
        guard entries.count < Self.limit else {
            rest[cause, default: 0] += 1
            return nil
        }
        entries.append(Entry(source: source, cause: cause, times: 0))
        return Entry(source: source, cause: cause, times: 1)
    }

    /// Once a second: what came behind the first of its kind, and what came from further sources.
    mutating func take() -> [Entry] {
        defer {
            entries.removeAll(keepingCapacity: true)
            rest.removeAll(keepingCapacity: true)
        }
        let others = Cause.allCases.compactMap { cause in
            rest[cause].map { Entry(source: nil, cause: cause, times: $0) }
        }
        return entries.filter { $0.times > 0 } + others
    }
}
