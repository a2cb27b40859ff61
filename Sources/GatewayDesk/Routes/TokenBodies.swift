internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

struct SerialNumbers: StrictBody {
    static let schema = ObjectSchema(
        "SerialNumbers", "Serial numbers of tokens.",
        [
            .needed("serials", .list(of: .serial, atMost: Administration.tokenLimit))
        ])

    let serials: [String]
}

enum TokenSerial {
    static func check(_ serial: String) throws(DeskProblem) {
        guard (1...64).contains(serial.utf8.count), serial.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badRequest("a serial number has 1 to 64 visible ASCII characters")
        }
    }
}

struct AssignToken: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "AssignToken", "A token, and who gets it.",
        [
            .needed("serial", .serial),
            .needed("to", .account),
            .maybe(
                "replaces", .text,
                "What it takes the place of once it is confirmed: the id of an authenticator, or the serial number of a token."
            ),
            .reason,
        ])

    let serial: String
    let to: String
    let replaces: String?
    let reason: String
}

struct RevokeToken: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RevokeToken", "A token.",
        [
            .needed("serial", .serial),
            .reason,
        ])

    let serial: String
    let reason: String
}

struct ResynchroniseToken: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "ResynchroniseToken", "A token of somebody, with two codes in a row.",
        [
            .needed("user", .account),
            .needed("authenticator", .text),
            .needed("first", .code),
            .needed("second", .code),
            .reason,
        ])

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
    static let schema = ObjectSchema(
        "ImportTokens", "The tokens of one file, as the command read them.",
        [
            .needed("tokens", .list(of: .object(Token.self), atLeast: 1, atMost: Administration.tokenLimit)),
            .reason,
        ])

    let tokens: [Token]
    let reason: String

    struct Token: DescribedObject {
        static let schema = ObjectSchema(
            "TokenToImport", "A token with its secret.",
            bonds: [
                .when("kind", is: "hotp", needs: "counter", refuses: "drift"),
                .when("kind", is: "totp", needs: "drift", refuses: "counter"),
            ],
            [
                .needed("serial", .serial),
                .needed("kind", .words("hotp", "totp")),
                .needed("manufacturer", .text(0...200, example: "Example Tokens"), "At most 200 bytes."),
                .needed("algorithm", .choice(of: HMAC.Algorithm.self)),
                .needed("digits", .numbers(6, 8)),
                .needed("period", .numbers(30, 60), "In seconds."),
                .maybe("counter", .count(0...Int.max), "Of `hotp`."),
                .maybe("drift", .count(-ClockDrift.limit...ClockDrift.limit), "Of `totp`, in steps."),
                .maybe("begins", .instant),
                .maybe("ends", .instant),
                .needed("secret_base32", .base32, "16 to 128 bytes."),
            ])

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
        try TokenSerial.check(serial)
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
        case (.hotp?, let counter?, nil):
            // The store counts with a sign.
            guard counter <= UInt64(Int64.max) else {
                throw .badRequest("token \(serial): 'counter' is 0 to \(Int64.max)")
            }
            return .counter(HOTPCounter(counter))
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
