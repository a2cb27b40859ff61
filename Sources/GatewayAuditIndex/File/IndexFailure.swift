/// The index cannot be used. The trail is not touched by it: whoever searches reads the records themselves instead.
public enum IndexFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is none.
    case missing
    /// It is not what was written; it has to be made anew.
    case damaged(String)
    /// The system does not let it be read or written, for now.
    case unavailable(String)

    public var description: String {
        switch self {
        case .missing: "there is no index"
        case .damaged(let detail): "the index is damaged: \(detail)"
        case .unavailable(let detail): "the index cannot be used: \(detail)"
        }
    }
}
