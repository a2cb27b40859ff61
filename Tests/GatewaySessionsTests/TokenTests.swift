import GatewayCrypto
import GatewayIdentity
import GatewaySessions
import GatewayTesting
import Testing

@Suite struct `A session token` {
    private let token: SessionToken

    init() throws { token = try SessionToken.make(random: SeededRandom(seed: 3).bytes) }

    @Test func `is 256 random bits in base64url`() throws {
        #expect(Base64URL.decode(Array(token.text.utf8))?.count == 32)
        let tokens = try (0..<100).map { _ in try SessionToken.make(random: SecureRandom.bytes).text }
        #expect(Set(tokens).count == 100)
    }

    @Test func `is found again by the hash of what a client shows`() {
        #expect(SessionToken.hash(ofPresented: token.text) == token.hash)
        let hasher = SHA256Hasher()
        let hash = Array(token.text.utf8).withUnsafeBytes { SessionToken.hash(ofPresented: $0, with: hasher) }
        #expect(hash == token.hash)
    }

    @Test(arguments: [
        "", "x", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 9000),
    ])
    func `is not looked for when its length shows that it is none`(text: String) {
        #expect(SessionToken.hash(ofPresented: text) == nil)
    }

    @Test func `shows neither itself nor its hash when it is printed`() {
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", dumped] {
            #expect(!text.contains(token.text))
            #expect(!text.contains(token.hash.hex))
        }
    }

    @Test func `is not made without randomness`() {
        let broken: RandomBytes = { _ throws(CryptoFailure) in throw CryptoFailure(.random, "no entropy") }
        #expect(throws: CryptoFailure.self) { try SessionToken.make(random: broken) }
        #expect(throws: CryptoFailure.self) { try SessionID.make(random: broken) }
        #expect(throws: CryptoFailure.self) { try HandoffCode.make(random: broken) }
    }
}

@Suite struct `A handoff code` {
    @Test func `is found again by what the browser brings`() throws {
        let code = try HandoffCode.make(random: SeededRandom(seed: 3).bytes)
        #expect(HandoffCode(presented: code.text)?.hash == code.hash)
    }

    @Test func `is unknown as a session token`() throws {
        let code = try HandoffCode.make(random: SeededRandom(seed: 3).bytes)
        #expect(SessionToken.hash(ofPresented: code.text) != code.hash)
    }

    @Test(arguments: ["", "abc", String(repeating: "A", count: 44), String(repeating: "=", count: 43)])
    func `is refused when it cannot be one`(text: String) {
        #expect(HandoffCode(presented: text) == nil)
    }
}
