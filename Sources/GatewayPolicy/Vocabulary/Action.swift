/// What a request does to the console, in the words of the rules.
public enum Action: String, CaseIterable, Sendable {
    case view, create, change, delete
    /// Never implied by `view` or `change` (compliance profile, semantics 5): a rule says them or they are refused.
    case download, upload
    /// What a console's own overrides call administration.
    case admin

    var bit: UInt8 {
        switch self {
        case .view: 1
        case .create: 2
        case .change: 4
        case .delete: 8
        case .download: 16
        case .upload: 32
        case .admin: 64
        }
    }
}

public struct ActionSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private(set) var bits: UInt8

    public init(_ actions: some Sequence<Action>) { bits = actions.reduce(0) { $0 | $1.bit } }
    public init(arrayLiteral actions: Action...) { self.init(actions) }

    public static let every = ActionSet(Action.allCases)

    public var isEmpty: Bool { bits == 0 }
    public func contains(_ action: Action) -> Bool { bits & action.bit != 0 }
    public func isSuperset(of other: Self) -> Bool { bits & other.bits == other.bits }
    public func isDisjoint(with other: Self) -> Bool { bits & other.bits == 0 }
    public mutating func insert(_ action: Action) { bits |= action.bit }
    public mutating func remove(_ action: Action) { bits &= ~Self([action]).bits }
    public mutating func formUnion(_ other: Self) { bits |= other.bits }
    public mutating func formIntersection(_ other: Self) { bits &= other.bits }

    /// The one that matters most of what a request does: where a record has room for one word.
    public var weightiest: Action? {
        [.admin, .download, .upload, .delete, .change, .create, .view].first(where: contains)
    }

    /// In the order of `Action.allCases`.
    public var elements: [Action] { Action.allCases.filter(contains) }
}
