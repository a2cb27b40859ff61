/// What goes with a permit. Of several the most restrictive holds.
public struct Obligations: Hashable, Sendable {
    public var storage: Storage
    /// The answer is marked `Cache-Control: no-store`.
    public var noStore: Bool
    /// Watched by people while it happens.
    public var monitored: Bool

    /// What may be kept on the terminal: `deny` > `encrypted_user_key` > `allow` (semantics 5).
    public enum Storage: String, CaseIterable, Comparable, Sendable {
        case allow
        case encryptedUserKey = "encrypted_user_key"
        case deny

        private var rank: Int {
            switch self {
            case .allow: 0
            case .encryptedUserKey: 1
            case .deny: 2
            }
        }

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    }

    public init(storage: Storage = .allow, noStore: Bool = false, monitored: Bool = false) {
        self.storage = storage
        self.noStore = noStore
        self.monitored = monitored
    }

    public mutating func formUnion(_ other: Self) {
        storage = max(storage, other.storage)
        noStore = noStore || other.noStore
        monitored = monitored || other.monitored
    }
}
