public import GatewayCrypto

/// What an authenticator app and the gateway agree on at enrolment.
public struct TOTPParameters: Hashable, Sendable {
    public enum Digits: Int, CaseIterable, Sendable {
        case six = 6
        case eight = 8
    }

    public let algorithm: HMAC.Algorithm
    public let digits: Digits
    /// Of the steps of its clock; of no meaning to a counter.
    public let period: TimeStep.Period

    public init(algorithm: HMAC.Algorithm, digits: Digits, period: TimeStep.Period = .usual) {
        self.algorithm = algorithm
        self.digits = digits
        self.period = period
    }

    /// SHA-1, 6 digits and 30 s: the one choice that every authenticator app honours.
    public static let compatible = TOTPParameters(algorithm: .sha1, digits: .six)

    /// Bytes of a new secret: as long as the hash (RFC 4226 section 4 R6, RFC 6238 section 5.1).
    public var secretSize: Int { algorithm.size }
}
