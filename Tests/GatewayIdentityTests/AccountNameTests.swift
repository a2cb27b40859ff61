import GatewayIdentity
import Testing

@Suite struct `An account name` {
    @Test(arguments: ["kim-7f3a", "abc", "a.b_c-1", "administration-8d2e", "k" + String(repeating: "x", count: 63)])
    func `is accepted when it is well formed and nobody's first guess`(text: String) throws {
        #expect(try AccountName(text).text == text)
    }

    @Test(arguments: [
        "", "ab", "7kim", "-kim", "Kim-7f3a", "kim 7f3a", "kim/7f3a", "kim@x", "김하늘", "kim\0a",
        "k" + String(repeating: "x", count: 64),
    ])
    func `is refused when it is malformed`(text: String) {
        #expect(throws: AccountName.Problem.malformed) { try AccountName(text) }
    }

    @Test(arguments: ["admin", "admin1", "user-01", "test_2", "root", "guest.9", "gwanmun", "auditor2026"])
    func `is refused when anyone would try it first`(text: String) {
        #expect(throws: AccountName.Problem.guessable) { try AccountName(text) }
    }
}
