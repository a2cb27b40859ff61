/// The method of a request (RFC 9110 § 9), told apart once so that rules compare numbers.
public enum RequestMethod: Hashable, Sendable {
    case get, head, options, post, put, patch, delete, trace, connect
    /// Another token, as written (methods are case-sensitive). It has no action unless a console's override names it.
    case other(String)

    public init(_ text: String) {
        switch text {
        case "GET": self = .get
        case "HEAD": self = .head
        case "OPTIONS": self = .options
        case "POST": self = .post
        case "PUT": self = .put
        case "PATCH": self = .patch
        case "DELETE": self = .delete
        case "TRACE": self = .trace
        case "CONNECT": self = .connect
        default: self = .other(text)
        }
    }

    /// What the method does where no override of the console says otherwise. A WebSocket handshake is a GET and so a view.
    public var usualAction: Action? {
        switch self {
        case .get, .head, .options: .view
        case .post: .create
        case .put, .patch: .change
        case .delete: .delete
        case .trace, .connect, .other: nil
        }
    }

    /// Whether doing it twice is meant to be the same as doing it once (RFC 9110 § 9.2.2).
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .options, .trace, .put, .delete: true
        case .post, .patch, .connect, .other: false
        }
    }

    /// TRACE echoes credentials back to scripts, CONNECT makes a tunnel past every rule: no policy can allow them.
    public var isAlwaysRefused: Bool { self == .trace || self == .connect }
}

extension RequestMethod: CustomStringConvertible {
    public var description: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .options: "OPTIONS"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other(let text): text
        }
    }
}
