internal import GatewayIdentity
public import GatewayPolicy

/// What two policies say differently, thing by thing: comments, files and the order of things have no part in it.
public struct PolicyDifference: Hashable, Sendable {
    /// In the order of the sections, then of the names.
    public let changes: [Change]

    public var isEmpty: Bool { changes.isEmpty }

    public struct Change: Hashable, Sendable {
        /// Of the policy: `rules`, `consoles`.
        public let section: String
        /// Of the thing: a rule's id, a console's.
        public let name: String
        public let kind: Kind
        /// What is said of it, before and after; for what came or went, all that it says.
        public let keys: [Key]
    }

    public enum Kind: String, CaseIterable, Sendable {
        case added, removed, changed
    }

    public struct Key: Hashable, Sendable {
        public let key: String
        /// `nil`: not said.
        public let before: String?
        public let after: String?
    }

    public init(from old: PolicyDefinition, to new: PolicyDefinition) {
        let before = PolicyFacts(of: old).things
        let after = PolicyFacts(of: new).things
        let names = Set(before.keys).union(after.keys)
        changes = names.sorted().compactMap { Self.change(of: $0, from: before[$0], to: after[$0]) }
    }

    private static func change(
        of thing: PolicyFacts.Thing, from before: [String: String]?, to after: [String: String]?
    ) -> Change? {
        let old = before ?? [:]
        let new = after ?? [:]
        let keys = Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
            Key(key: $0, before: old[$0], after: new[$0])
        }
        let kind: Kind = before == nil ? .added : after == nil ? .removed : .changed
        if kind == .changed, keys.isEmpty { return nil }
        return Change(section: thing.section, name: thing.name, kind: kind, keys: keys)
    }
}
