/// The two versions this codec speaks.
public enum HTTPVersion: UInt8, Sendable {
    case http10
    case http11
}
