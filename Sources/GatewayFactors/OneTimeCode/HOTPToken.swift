public import GatewayCrypto

/// Counter-based one-time passwords (RFC 4226) of one hardware token.
public struct HOTPToken: Sendable {
    /// RFC 4226 section 7.4, s: how many codes may have been shown and not typed. Each one more is one more guess that is right.
    public static let lookAhead: UInt64 = 10
    /// How far a resynchronisation searches: two codes in a row are a guess in 10^12, so it may be far.
    public static let resynchronisationWindow: UInt64 = 1000

    public let parameters: TOTPParameters
    private let secret: SecretBytes

    public init(secret: SecretBytes, parameters: TOTPParameters) {
        self.secret = secret
        self.parameters = parameters
    }

    /// Judges a code against the next counter and the ten behind it, and against the last one used.
    ///
    /// - Parameters:
    ///   - code: kept as text because "08163" is not 8163.
    ///   - next: the counter that no code has been accepted for yet, nor for any later one.
    /// - Returns: the verdict; which digits differ, or which counter fits, does not show in its time.
    public func verdict(on code: String, from next: HOTPCounter) -> CounterVerdict {
        guard let typed = TypedCode(code, parameters.digits) else { return .refused(.malformed) }
        // All are always computed and compared. Of two that match, the later one is taken: it uses up both.
        var matched: HOTPCounter?
        for counter in counters(from: next, count: Self.lookAhead + 1) where typed.equals(self.code(at: counter)) {
            matched = counter
        }
        let isLast = next.number > 0 && typed.equals(self.code(at: HOTPCounter(next.number - 1)))
        if let after = matched?.advanced(by: 1) { return .accepted(next: after) }
        return .refused(isLast ? .replayed : .wrong)
    }

    /// Finds a token that has run ahead by two codes that it showed one after the other (RFC 4226 section 7.4), from the next counter on.
    ///
    /// An administrator's business: the window is wide, so who may try, and how often, is theirs to bound.
    public func resynchronisation(by first: String, and second: String, from next: HOTPCounter)
        -> CounterResynchronisation
    {
        guard let first = TypedCode(first, parameters.digits), let second = TypedCode(second, parameters.digits) else {
            return .refused(.malformed)
        }
        var matched: HOTPCounter?
        var precedes = false
        for counter in counters(from: next, count: Self.resynchronisationWindow) {
            let code = code(at: counter)
            if precedes, second.equals(code) { matched = counter }
            precedes = first.equals(code)
        }
        guard let after = matched?.advanced(by: 1) else { return .refused(.wrong) }
        return .found(next: after)
    }

    /// The code at one counter as ASCII digits.
    public func code(at counter: HOTPCounter) -> [UInt8] {
        HOTP.code(secret: secret, counter: counter.number, algorithm: parameters.algorithm, digits: parameters.digits)
    }

    private func counters(from next: HOTPCounter, count: UInt64) -> [HOTPCounter] {
        (0..<count).compactMap { next.advanced(by: $0) }
    }
}
