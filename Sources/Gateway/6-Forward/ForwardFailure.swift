internal import GatewayHTTP1
internal import GatewayIdentity

/// Why forwarding came to nothing; what the person is told and what the record says follow from it.
enum ForwardFailure: Error {
    /// Nobody answers at any address of its, or it has none.
    case unreachable
    /// Its name leads to an address that the console does not name.
    case addressRefused
    /// As many connections stand as may be.
    case full
    /// No member of the console is well.
    case nobodyServes
    /// The upstream's certificate is not what the console's settings demand.
    case certificateInvalid
    /// It speaks no version of TLS, or no suite, that we do, or none that the console's contract asks for.
    case tlsTooWeak
    case timeout
    /// What came from the upstream was not HTTP/1.1 as this gateway reads it.
    case protocolViolation(HeadProblem?)
    /// The connection ended in the middle of an answer.
    case cutShort
    /// A kept connection turned out to be closed before it answered anything: the request may be sent again on a fresh one.
    case stale
    /// A fresh one did.
    case unanswered
    /// The upstream says that it did nothing about the request (RFC 9113 § 8.7).
    case notProcessed

    var reason: Reason {
        switch self {
        case .unreachable, .nobodyServes, .cutShort, .stale, .unanswered, .notProcessed: .upstreamUnreachable
        case .addressRefused: .upstreamAddressRefused
        case .full: .overloaded
        case .certificateInvalid: .upstreamCertificateInvalid
        case .tlsTooWeak: .upstreamTLSWeak
        case .timeout: .upstreamTimeout
        case .protocolViolation: .upstreamProtocol
        }
    }
}
