public import GatewayCrypto
public import GatewayIdentity

/// Time-based one-time passwords (RFC 6238) of one authenticator.
public struct TOTP: Sendable {
    public let parameters: TOTPParameters
    private let secret: SecretBytes

    public init(secret: SecretBytes, parameters: TOTPParameters) {
        self.secret = secret
        self.parameters = parameters
    }

    /// Judges a presented code against the step of `instant` and the one on either side.
    ///
    /// RFC 6238 section 5.2: an accepted step is never accepted again, so the caller stores the one it is given, by one
    /// conditional statement, before it believes the code.
    ///
    /// - Parameters:
    ///   - code: kept as text because "07081804" is not 7081804; spaces are the page's business.
    ///   - lastStep: the step accepted last for this authenticator, `nil` before the first.
    /// - Returns: the verdict; which digits differ shows neither in it nor in its time.
    public func verdict(on code: String, at instant: UnixTime, after lastStep: TimeStep?) -> CodeVerdict {
        let typed = Array(code.utf8)
        guard typed.count == parameters.digits.rawValue, typed.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .refused(.malformed)
        }
        // All three steps are always computed and compared. Of two that match, the later one is taken: it uses up both.
        var matched: TimeStep?
        for step in TimeStep(at: instant).neighbourhood where ConstantTime.equal(self.code(at: step), typed) {
            matched = step
        }
        guard let matched else { return .refused(.wrong) }
        if let lastStep, matched <= lastStep { return .refused(.replayed) }
        return .accepted(matched)
    }

    /// The code of one step as ASCII digits.
    public func code(at step: TimeStep) -> [UInt8] {
        HOTP.code(secret: secret, counter: step.number, algorithm: parameters.algorithm, digits: parameters.digits)
    }

    /// The `otpauth` address that an authenticator app reads from a QR code. It holds the secret: shown once, never kept.
    public func enrolmentURI(issuer: String, account: AccountName) -> String {
        EnrolmentURI(issuer: issuer, account: account, secret: base32Secret, parameters: parameters).text
    }

    /// The secret for typing into an app by hand. Shown once beside the QR code, never kept.
    public var base32Secret: String { secret.withUnsafeBytes { Base32.encode($0) } }
}
