internal import GatewayCrypto
internal import GatewayFactors

/// What every seed must be, whatever file it came in.
struct SeedRules {
    let file: String
    let place: SeedPlace

    /// 1 to 64 visible ASCII characters: it is typed, printed and compared.
    func serial(_ text: String) throws(SeedProblem) -> String {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw problem("serial number", text, "1 to 64 visible ASCII characters")
        }
        return text
    }

    func secret(_ secret: SecretBytes) throws(SeedProblem) -> SecretBytes {
        let sizes = TokenSeed.secretSizes
        guard sizes.contains(secret.count) else {
            throw SeedProblem(
                file, place, "a secret of \(secret.count) bytes",
                expected: "\(sizes.lowerBound) to \(sizes.upperBound) bytes")
        }
        return secret
    }

    func digits(_ text: String) throws(SeedProblem) -> TOTPParameters.Digits {
        guard let digits = Int(text).flatMap(TOTPParameters.Digits.init(rawValue:)) else {
            throw problem("length of codes", text, "6 or 8")
        }
        return digits
    }

    func counter(_ text: String) throws(SeedProblem) -> HOTPCounter {
        guard let number = UInt64(text), !text.hasPrefix("+") else { throw problem("counter", text, "a whole number") }
        return HOTPCounter(number)
    }

    func drift(_ text: String) throws(SeedProblem) -> ClockDrift {
        guard let drift = Int(text).flatMap(ClockDrift.init(steps:)) else {
            throw problem("drift", text, "\(-ClockDrift.limit) to \(ClockDrift.limit) steps")
        }
        return drift
    }

    /// In seconds.
    func period(_ text: String) throws(SeedProblem) -> TimeStep.Period {
        guard let period = Int64(text).flatMap(TimeStep.Period.init(rawValue:)) else {
            throw problem("time interval", text, "30 or 60 seconds")
        }
        return period
    }

    func problem(_ what: String, _ value: String, _ expectation: String) -> SeedProblem {
        SeedProblem(file, place, what, value: value, expected: expectation)
    }
}
