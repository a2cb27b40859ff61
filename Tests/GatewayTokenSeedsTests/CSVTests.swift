import GatewayCrypto
import GatewayFactors
import GatewayTokenSeeds
import Testing

@Suite struct `A table of seeds` {
    private static let hex = "3132333435363738393031323334353637383930"

    @Test func `is read with everything that it says`() throws {
        let seeds = try read(
            "\u{FEFF}serial,type,secret_hex,digits,algorithm,counter,drift,manufacturer\r\n"
                + "A-1,hotp,\(Self.hex),8,SHA1,17,,\"Maker, \"\"Seoul\"\"\nLtd.\"\r\n\r\n"
                + "A-2,totp,\(Self.hex),,SHA256,,-3,\n" + "A-3,totp,\(Self.hex),,,,,메이커")
        #expect(seeds.map(\.serial) == ["A-1", "A-2", "A-3"])
        #expect(seeds.map(\.manufacturer) == ["Maker, \"Seoul\"\nLtd.", "", "메이커"])
        #expect(seeds[0].moving == .counter(HOTPCounter(17)) && seeds[0].parameters.digits == .eight)
        #expect(
            seeds[1].moving == .time(try #require(ClockDrift(steps: -3))) && seeds[1].parameters.algorithm == .sha256)
        #expect(seeds[2].moving == .time(.none) && seeds[2].parameters == .compatible)
        #expect(seeds.allSatisfy { $0.secret.equals(Array("12345678901234567890".utf8)) })
    }

    @Test func `may have its secrets in base 32`() throws {
        let seeds = try read("type,serial,secret_base32\nhotp,1,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n")
        #expect(seeds[0].secret.equals(Array("12345678901234567890".utf8)))
    }

    @Test(arguments: [
        ("", 1, "an empty file"), ("\n\n", 1, "an empty file"),
        ("serial,type,secret_hex,pin\n", 1, "column 'pin': one of serial,"),
        ("serial,type,serial,secret_hex\n", 1, "a second column 'serial'"),
        ("serial,secret_hex\n", 1, "no column type"),
        ("type,secret_hex\n", 1, "no column serial"),
        ("serial,type\n", 1, "the columns: one of secret_hex and secret_base32"),
        ("serial,type,secret_hex,secret_base32\n", 1, "the columns"),
        ("serial,type,secret_hex\n1,hotp\n", 2, "2 fields: 3, as the first line names"),
        ("serial,type,secret_hex\n1,ocra,\(hex)\n", 2, "type 'ocra': hotp or totp"),
        ("serial,type,secret_hex\n\n1 2,hotp,\(hex)\n", 3, "serial number '1 2'"),
        ("serial,type,secret_hex\n,hotp,\(hex)\n", 2, "serial number ''"),
        ("serial,type,secret_hex\n1,hotp,\(hex)0\n", 2, "the secret: an even number of hexadecimal digits"),
        ("serial,type,secret_base32\n1,hotp,1\n", 2, "the secret: base32"),
        ("serial,type,secret_hex\n1,hotp,31\n", 2, "a secret of 1 bytes"),
        ("serial,type,secret_hex\n1,hotp,\(hex)\n1,totp,\(hex)\n", 3, "a second token '1'"),
        ("serial,type,secret_hex,digits\n1,hotp,\(hex),7\n", 2, "length of codes '7'"),
        ("serial,type,secret_hex,counter\n1,hotp,\(hex),-1\n", 2, "counter '-1'"),
        ("serial,type,secret_hex,counter\n1,totp,\(hex),1\n", 2, "counter '1': none for totp"),
        ("serial,type,secret_hex,drift\n1,hotp,\(hex),1\n", 2, "drift '1': none for hotp"),
        ("serial,type,secret_hex,period\n1,hotp,\(hex),30\n", 2, "period '30': none for hotp"),
        ("serial,type,secret_hex,period\n1,totp,\(hex),45\n", 2, "time interval '45': 30 or 60 seconds"),
        ("serial,type,secret_hex,drift\n1,totp,\(hex),21\n", 2, "drift '21': -20 to 20 steps"),
        ("serial,type,secret_hex,algorithm\n1,totp,\(hex),MD5\n", 2, "algorithm 'MD5': SHA1, SHA256, SHA512"),
        ("serial,type,secret_hex\n\"1,hotp,\(hex)\n", 2, "a quotation mark that nothing closes"),
        ("serial,type,secret_hex\n1\"2,hotp,\(hex)\n", 2, "a quotation mark inside a field"),
        ("serial,type,secret_hex\n\"1\"2,hotp,\(hex)\n", 2, "something behind a field"),
        ("serial,type,secret_hex\r1,hotp,\(hex)\r", 1, "something behind a field"),
    ])
    func `is refused with file, line, value and expectation`(text: String, line: Int, problem: String) {
        do throws(SeedProblem) {
            _ = try read(text)
            Issue.record("taken: \(text)")
        } catch {
            #expect(error.place.line == line && error.description.contains(": \(problem)"), "\(error)")
            #expect(error.description.hasPrefix("tokens.csv:\(error.place): "), "\(error)")
            #expect(!error.description.contains(Self.hex))
        }
    }

    @Test func `is refused when it is too large`() {
        #expect(throws: SeedProblem.self) { try read(String(repeating: "x", count: 5_000_000)) }
        #expect(throws: SeedProblem.self) { try read(String(repeating: "a\n", count: 20_001)) }
        #expect(throws: SeedProblem.self) { try read(String(repeating: ",", count: 100)) }
    }

    @Test func `is refused when it is not UTF-8`() {
        #expect(throws: SeedProblem.self) { try CSVSeedFile.seeds(in: [0xFF, 0x0A], named: "tokens.csv") }
    }

    private func read(_ text: String) throws(SeedProblem) -> [TokenSeed] {
        try CSVSeedFile.seeds(in: Array(text.utf8), named: "tokens.csv")
    }
}
