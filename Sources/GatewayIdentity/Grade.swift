/// Sensitivity of a resource. Labels only raise; what has no label counts as `.classified`.
public enum Grade: String, CaseIterable, Comparable, Sendable {
    case open, sensitive, classified

    /// N2SF letter: O, S, C.
    public var n2sf: String {
        switch self {
        case .open: "O"
        case .sensitive: "S"
        case .classified: "C"
        }
    }

    private var rank: Int {
        switch self {
        case .open: 0
        case .sensitive: 1
        case .classified: 2
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}
