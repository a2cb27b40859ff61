internal import Glibc

/// What the system would not do, and the `errno`.
public struct SystemFailure: Error, CustomStringConvertible {
    public let activity: String
    public let code: Int32

    static func last(_ activity: String) -> Self { Self(activity: activity, code: errno) }

    public var description: String { "\(activity): \(String(cString: strerror(code)))" }
}
