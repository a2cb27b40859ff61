import GatewayCrypto
import GatewayFactors
import Testing

@Suite struct `A code of a counter-based token` {
    /// RFC 4226 appendix D, counters 0 to 9.
    private static let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ]
    private let token = HOTPToken(
        secret: SecretBytes(copying: Array("12345678901234567890".utf8)), parameters: .compatible)

    @Test(arguments: 0..<10)
    func `of RFC 4226 appendix D is accepted at its counter`(counter: Int) {
        #expect(
            token.verdict(on: Self.codes[counter], from: HOTPCounter(UInt64(counter)))
                == .accepted(next: HOTPCounter(UInt64(counter) + 1)))
    }

    @Test func `is accepted as far ahead as ten codes that were not typed, and no further`() {
        #expect(token.verdict(on: text(at: 10), from: HOTPCounter(0)) == .accepted(next: HOTPCounter(11)))
        #expect(token.verdict(on: text(at: 11), from: HOTPCounter(0)) == .refused(.wrong))
    }

    @Test func `is refused the second time, and so are those before it`() {
        #expect(token.verdict(on: Self.codes[5], from: HOTPCounter(6)) == .refused(.replayed))
        for earlier in 0..<5 {
            #expect(token.verdict(on: Self.codes[earlier], from: HOTPCounter(6)) == .refused(.wrong))
        }
    }

    @Test(arguments: ["", "75522", "7552240", "75522a", "755 224", "-55224", "７５５２２４"])
    func `is malformed unless it has exactly its digits`(code: String) {
        #expect(token.verdict(on: code, from: HOTPCounter(0)) == .refused(.malformed))
        #expect(token.resynchronisation(by: code, and: "287082", from: HOTPCounter(0)) == .refused(.malformed))
        #expect(token.resynchronisation(by: "755224", and: code, from: HOTPCounter(0)) == .refused(.malformed))
    }

    @Test func `of another token is wrong`() {
        let other = HOTPToken(secret: SecretBytes(copying: Array(repeating: 1, count: 20)), parameters: .compatible)
        #expect(other.verdict(on: Self.codes[0], from: HOTPCounter(0)) == .refused(.wrong))
    }

    @Test func `is judged at the last counter there is`() {
        let last = HOTPCounter(.max)
        // Nothing could come after it.
        #expect(token.verdict(on: text(at: .max), from: last) == .refused(.wrong))
        let one = HOTPCounter(.max - 1)
        #expect(token.verdict(on: text(at: .max - 1), from: one) == .accepted(next: last))
    }

    @Test(arguments: [0, 1, 11, 500, 998] as [UInt64])
    func `with the one after it finds a token that has run ahead`(ahead: UInt64) {
        let found = token.resynchronisation(by: text(at: 6 + ahead), and: text(at: 7 + ahead), from: HOTPCounter(6))
        #expect(found == .found(next: HOTPCounter(8 + ahead)))
    }

    @Test func `with the one after it finds nothing beyond the window, nor behind the counter`() {
        #expect(
            token.resynchronisation(by: text(at: 999), and: text(at: 1000), from: HOTPCounter(0)) == .refused(.wrong))
        #expect(
            token.resynchronisation(by: Self.codes[4], and: Self.codes[5], from: HOTPCounter(5)) == .refused(.wrong))
    }

    @Test func `with one that is not the next finds nothing`() {
        for (first, second) in [(20, 22), (21, 20), (20, 20)] as [(UInt64, UInt64)] {
            #expect(
                token.resynchronisation(by: text(at: first), and: text(at: second), from: HOTPCounter(6))
                    == .refused(.wrong))
        }
        #expect(token.resynchronisation(by: text(at: 20), and: "000000", from: HOTPCounter(6)) == .refused(.wrong))
        #expect(token.resynchronisation(by: "000000", and: text(at: 21), from: HOTPCounter(6)) == .refused(.wrong))
    }

    private func text(at counter: UInt64) -> String {
        String(decoding: token.code(at: HOTPCounter(counter)), as: UTF8.self)
    }
}
