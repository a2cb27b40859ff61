public import GatewayIdentity

/// What a policy protects: each console with who answers for it, how sensitive it counts, and where it stands (profile nct-2025-04, NCT2-2.4-P1).
public struct PolicyInventory: Hashable, Sendable {
    /// In order of names.
    public let consoles: [Entry]

    public struct Entry: Hashable, Sendable {
        public let console: Console
        /// The label raised by the tags.
        public let grade: Grade

        public var label: Grade { console.grade }
        public var tags: [TagName] { console.tags.sorted() }
    }

    public init(of policy: PolicySnapshot) {
        consoles = policy.definition.consoles.sorted { $0.id < $1.id }.map {
            Entry(console: $0, grade: policy.grade(of: $0.id) ?? .classified)
        }
    }
}
