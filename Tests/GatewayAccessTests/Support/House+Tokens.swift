import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import GatewayTesting

/// RFC 4226 appendix D: the codes of counters 0 to 9 for the secret "12345678901234567890".
let tokenCodes = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
]

extension House {
    private var tokenSecret: SecretBytes { SecretBytes(copying: Array("12345678901234567890".utf8)) }

    /// Tokens of one seed: with a button, if nothing else is said.
    func takeIn(
        _ serials: [String], _ validity: Validity = .always, moving: StockToken.Moving = .counter(HOTPCounter(0))
    ) async throws(AdministrationProblem) {
        let tokens = serials.map {
            NewToken(
                serial: $0, manufacturer: "메이커", moving: moving, parameters: .compatible,
                validity: validity, secret: tokenSecret)
        }
        try await administration.importTokens(tokens, Self.operatorMandate)
    }

    func give(
        _ serial: String, moving: StockToken.Moving = .counter(HOTPCounter(0)), to name: AccountName
    ) async throws(AdministrationProblem) {
        try await takeIn([serial], moving: moving)
        try await administration.assignToken(serial, to: name, Self.operatorMandate)
    }

    func tokenCode(_ counter: UInt64) -> String {
        let token = HOTPToken(secret: tokenSecret, parameters: .compatible)
        return String(decoding: token.code(at: HOTPCounter(counter)), as: UTF8.self)
    }

    /// Of a token with a clock, now.
    var clockCode: String {
        let totp = TOTP(secret: tokenSecret, parameters: .compatible)
        return String(decoding: totp.code(at: TimeStep(at: clock.now)), as: UTF8.self)
    }
}
