internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

struct SerialNumbers: StrictBody {
    enum Field: String, CodingKey, CaseIterable {
        case serials
    }

    let serials: [String]
}

struct AssignToken: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case serial, to, replaces, reason
    }

    let serial: String
    let to: String
    /// What it takes the place of once it is confirmed: the id of an authenticator, or the serial number of a token.
    let replaces: String?
    let reason: String
}

struct RevokeToken: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case serial, reason
    }

    let serial: String
    let reason: String
}

struct ResynchroniseToken: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case user, authenticator, first, second, reason
    }

    let user: String
    let authenticator: String
    let first: String
    let second: String
    let reason: String

    func codes() throws(DeskProblem) -> (String, String) {
        for (name, code) in [("first", first), ("second", second)]
        where !(6...8).contains(code.utf8.count) || !code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw .badRequest("'\(name)' is not a code of six or eight digits")
        }
        return (first, second)
    }
}

/// The tokens of one file, as the command read them.
struct ImportTokens: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case tokens, reason
    }

    let tokens: [Token]
    let reason: String

    struct Token: Decodable {
        let serial: String
        let kind: String
        let manufacturer: String
        let algorithm: String
        let digits: Int
        let period: Int64
        let counter: UInt64?
        let drift: Int?
        let begins: String?
        let ends: String?
        let secretBase32: String

        private enum CodingKeys: String, CodingKey {
            case serial, kind, manufacturer, algorithm, digits, period, counter, drift, begins, ends
            case secretBase32 = "secret_base32"
        }
    }

    func newTokens() throws(DeskProblem) -> [NewToken] {
        var read: [NewToken] = []
        for token in tokens { read.append(try token.token()) }
        return read
    }
}

extension ImportTokens.Token {
    fileprivate func token() throws(DeskProblem) -> NewToken {
        guard (1...64).contains(serial.utf8.count), serial.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badRequest("'serial' has 1 to 64 visible ASCII characters")
        }
        guard manufacturer.utf8.count <= 200 else {
            throw .badRequest("token \(serial): 'manufacturer' has at most 200 bytes")
        }
        guard let algorithm = HMAC.Algorithm(rawValue: algorithm), let digits = TOTPParameters.Digits(rawValue: digits),
            let period = TimeStep.Period(rawValue: period)
        else {
            throw .badRequest(
                "token \(serial): 'algorithm' is SHA1, SHA256 or SHA512, 'digits' 6 or 8, 'period' 30 or 60")
        }
        return NewToken(
            serial: serial, manufacturer: manufacturer, moving: try moving(),
            parameters: TOTPParameters(algorithm: algorithm, digits: digits, period: period),
            validity: Validity(
                begins: try begins.map { (text) throws(DeskProblem) in try Instant.read(text, "begins") },
                ends: try ends.map { (text) throws(DeskProblem) in try Instant.read(text, "ends") }),
            secret: try secret())
    }

    private func moving() throws(DeskProblem) -> StockToken.Moving {
        switch (Authenticator.Kind(rawValue: kind), counter, drift) {
        case (.hotp?, let counter?, nil): return .counter(HOTPCounter(counter))
        case (.totp?, nil, let drift?):
            guard let drift = ClockDrift(steps: drift) else {
                throw .badRequest("token \(serial): 'drift' is \(-ClockDrift.limit) to \(ClockDrift.limit) steps")
            }
            return .time(drift)
        case (.hotp?, _, _), (.totp?, _, _), (.webauthn?, _, _), (nil, _, _):
            throw .badRequest("token \(serial): 'kind' is 'hotp' with a 'counter', or 'totp' with a 'drift'")
        }
    }

    /// Never shown in a problem.
    private func secret() throws(DeskProblem) -> SecretBytes {
        guard var bytes = Base32.decode(secretBase32), (16...128).contains(bytes.count) else {
            throw .badRequest("token \(serial): 'secret_base32' is not 16 to 128 bytes in base32")
        }
        return SecretBytes(wiping: &bytes)
    }
}
