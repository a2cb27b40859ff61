import GatewayTLS
import Glibc
import NIOCore
import NIOPosix

/// Why an exchange came to nothing. Whether the server acted on the request is not known then.
enum HTTPFailure: Error, Sendable, CustomStringConvertible {
    /// A system call said so, by its `errno`: no such socket, nobody listening, no permission.
    case system(Int32, String)
    case unreachable(String)
    /// The server's certificate is not what it must be, or it refused ours.
    case tls(TLSFailure)
    case timeout
    case malformed(String)
    case cutShort
    case tooLarge(limit: Int)

    init(_ error: any Error) {
        switch error {
        case let failure as HTTPFailure: self = failure
        case let failure as TLSFailure: self = .tls(failure)
        case let error as IOError: self = .system(error.errnoCode, String(cString: strerror(error.errnoCode)))
        case ChannelError.connectTimeout: self = .timeout
        case let error as NIOConnectionError: self.init(error)
        case let error: self = .unreachable("\(error)")
        }
    }

    /// Every address of a name was tried; the first tells enough.
    private init(_ error: NIOConnectionError) {
        if let first = error.connectionErrors.first {
            self.init(first.error)
        } else {
            self = .unreachable("\(error.host) cannot be resolved")
        }
    }

    var description: String {
        switch self {
        case .system(_, let text), .unreachable(let text): text
        case .tls(let failure): failure.description
        case .timeout: "no answer in time"
        case .malformed(let what): "the answer is not HTTP/1.1: \(what)"
        case .cutShort: "the connection ended before the answer did"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        }
    }
}
