/// Who comes first when there is not room for all.
enum Rank: Int, CaseIterable, Comparable {
    /// From a source nobody of ours was seen at lately.
    case stranger
    /// From a source at which somebody was known by a good certificate lately; or a listed proxy that looks whether we are well.
    case acquaintance
    /// An administrator's listener: whoever is to end an overload must get in.
    case desk

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
