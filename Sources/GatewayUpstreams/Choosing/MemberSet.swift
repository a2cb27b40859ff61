/// Some members of a group, by their places in it: at most 64, so that loops share such a set in one word and read it in one load.
public struct MemberSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public static let capacity = 64

    /// The member at this place alone.
    public init(_ member: Int) { self.init(rawValue: 1 << UInt64(member)) }

    /// The members at the places below `count`.
    public static func first(_ count: Int) -> MemberSet {
        .init(rawValue: count >= capacity ? .max : 1 << UInt64(count) - 1)
    }

    public func contains(_ member: Int) -> Bool { rawValue >> UInt64(member) & 1 == 1 }

    public var count: Int { rawValue.nonzeroBitCount }

    /// The place of the only member; `nil` when there are none or several.
    public var only: Int? { rawValue != 0 && rawValue & (rawValue - 1) == 0 ? rawValue.trailingZeroBitCount : nil }

    /// In the order of their places.
    public var places: some Sequence<Int> {
        sequence(state: rawValue) { rest in
            guard rest != 0 else { return nil }
            defer { rest &= rest - 1 }
            return rest.trailingZeroBitCount
        }
    }
}
