import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayTesting
import Testing

@Suite struct `A readable code` {
    private let account = AccountName(stored: "kim-7f3a")

    @Test func `is 80 bits in four groups of four`() throws {
        let zero = try ReadableCode.make(random: { Array(repeating: 0, count: $0) })
        #expect(zero.text == "0000-0000-0000-0000")
        let ones = try ReadableCode.make(random: { Array(repeating: 255, count: $0) })
        #expect(ones.text == "ZZZZ-ZZZZ-ZZZZ-ZZZZ")
        // Each bit shows: 10 bytes that differ in one bit make different codes.
        let codes = try Set(
            (0..<80).map { bit in
                try ReadableCode.make(random: { count in
                    (0..<count).map { $0 == bit / 8 ? 1 << UInt8(bit % 8) : 0 }
                }).text
            })
        #expect(codes.count == 80)
    }

    @Test func `is read however a person types it`() throws {
        let code = try ReadableCode.make(random: SeededRandom(seed: 1).bytes)
        let digest = code.digest(for: .recovery, of: account)
        let bare = code.text.filter { $0 != "-" }
        let spellings = [
            code.text, bare, code.text.lowercased(), code.text.map { $0 == "-" ? " " : String($0) }.joined(),
            bare.map { "\($0) " }.joined(),
        ]
        for text in spellings { #expect(ReadableCode(typed: text)?.digest(for: .recovery, of: account) == digest) }
        let likeness = try #require(ReadableCode(typed: "0O0o-1Il1-iL00-0000"))
        let plain = try #require(ReadableCode(typed: "0000-1111-1100-0000"))
        #expect(likeness.digest(for: .recovery, of: account) == plain.digest(for: .recovery, of: account))
    }

    @Test(arguments: [
        "", "0000", "0000-0000-0000-000", "0000-0000-0000-00000", "000U-0000-0000-0000", "0000_0000_0000_0000",
        "0000-0000-0000-000\n", "０000-0000-0000-0000", "00000000000000가",
        "0000-0000-0000-0000" + String(repeating: " ", count: 50),
    ])
    func `is not read from anything else`(text: String) {
        #expect(ReadableCode(typed: text) == nil)
    }

    @Test func `is worth nothing for another purpose or account`() throws {
        let code = try ReadableCode.make(random: SeededRandom(seed: 1).bytes)
        let digests: Set<SHA256Digest> = [
            code.digest(for: .recovery, of: account), code.digest(for: .enrolment, of: account),
            code.digest(for: .recovery, of: AccountName(stored: "kim-7f3")),
        ]
        #expect(digests.count == 3)
    }

    @Test func `comes ten to a sheet, all different`() throws {
        let codes = try RecoveryCodes.make(random: SeededRandom(seed: 1).bytes)
        #expect(codes.count == 10)
        #expect(Set(codes.map(\.text)).count == 10)
    }

    @Test func `is not made without randomness`() {
        #expect(throws: CryptoFailure.self) {
            try ReadableCode.make(random: { _ throws(CryptoFailure) in throw CryptoFailure(.random, "no entropy") })
        }
    }

    @Test func `shows nothing when it is printed`() throws {
        let code = try ReadableCode.make(random: { Array(repeating: 255, count: $0) })
        var dumped = ""
        dump(code, to: &dumped)
        #expect(!"\(code) \(dumped)".contains("Z"))
        #expect(!"\(code) \(dumped)".contains("90"))  // the character code of Z
    }
}
