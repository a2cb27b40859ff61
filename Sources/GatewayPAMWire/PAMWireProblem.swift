/// Why bytes between gate and helper are no message. Either side ends the connection on it.
public enum PAMWireProblem: Error, Hashable, Sendable {
    /// Longer than a message ever is.
    case tooLong
    /// Ends before it is whole, or has something behind it.
    case malformed
    /// Of a version or kind that this side does not know.
    case unknownKind
    /// What was to be sent is too long, or holds a NUL.
    case unfit
}
