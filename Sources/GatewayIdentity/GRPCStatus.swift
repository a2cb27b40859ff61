/// How a refusal is told to gRPC, which reads a number in a trailer and no status line (gRPC over HTTP/2, status codes and their meaning).
public struct GRPCStatus: Hashable, Sendable {
    public let code: Int
    /// A public reason: it needs no percent-encoding.
    public let message: String

    public init(_ reason: PublicReason) {
        message = reason.rawValue
        code =
            switch reason {
            case .noClientCertificate, .certificateUntrustedIssuer, .certificateExpired, .certificateNotYetValid,
                .certificateRevoked, .certificateNotBound, .certificateUnusable, .factorRequired, .factorFailed:
                16  // UNAUTHENTICATED
            case .notAllowed, .downloadDenied: 7  // PERMISSION_DENIED
            case .sourceThrottled, .tooLarge: 8  // RESOURCE_EXHAUSTED
            case .badRequest: 3  // INVALID_ARGUMENT
            case .upstreamTimeout: 4  // DEADLINE_EXCEEDED
            case .hostMismatch, .upstreamUnreachable, .notRecorded, .overloaded: 14  // UNAVAILABLE
            }
    }
}
