/// The two versions this codec speaks.
public enum HTTPVersion: UInt8, Sendable {
    case http10
    case http11

    /// `HTTP/1.1`, the first byte in the lowest place: what nearly every message says, to be told in one look.
    @inline(__always)
    static var http11Word: UInt64 { 0x312E_312F_5054_5448 }
}
