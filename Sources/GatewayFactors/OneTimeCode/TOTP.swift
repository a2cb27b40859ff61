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
    ///   - drift: of the token's clock, as the last resynchronisation found it.
    /// - Returns: the verdict; which digits differ shows neither in it nor in its time.
    public func verdict(
        on code: String, at instant: UnixTime, after lastStep: TimeStep?, drift: ClockDrift = .none
    ) -> CodeVerdict {
        guard let typed = TypedCode(code, parameters.digits) else { return .refused(.malformed) }
        // All three steps are always computed and compared. Of two that match, the later one is taken: it uses up both.
        var matched: TimeStep?
        let now = drift.applied(to: TimeStep(at: instant, of: parameters.period))
        for step in now.neighbourhood where typed.equals(self.code(at: step)) {
            matched = step
        }
        guard let matched else { return .refused(.wrong) }
        if let lastStep, matched <= lastStep { return .refused(.replayed) }
        return .accepted(matched)
    }

    /// Finds the drift of a token's clock by two codes that it showed one after the other (RFC 6238 section 6).
    ///
    /// An administrator's business: the window is wide, so who may try, and how often, is theirs to bound.
    ///
    /// - Parameter instant: when the second code was shown.
    public func resynchronisation(
        by first: String, and second: String, at instant: UnixTime, after lastStep: TimeStep?
    ) -> DriftResynchronisation {
        guard let first = TypedCode(first, parameters.digits), let second = TypedCode(second, parameters.digits) else {
            return .refused(.malformed)
        }
        var found: (drift: ClockDrift, step: TimeStep)?
        for steps in -ClockDrift.limit...ClockDrift.limit {
            guard let drift = ClockDrift(steps: steps) else { continue }
            let step = drift.applied(to: TimeStep(at: instant, of: parameters.period))
            let isSecond = second.equals(code(at: step))
            let isFirst = first.equals(code(at: TimeStep(step.number &- 1)))
            if isFirst && isSecond { found = (drift, step) }
        }
        guard let found else { return .refused(.wrong) }
        // The first code is the older one: both have to be new.
        if let lastStep, found.step.number <= lastStep.number + 1 { return .refused(.replayed) }
        return .found(found.drift, step: found.step)
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
