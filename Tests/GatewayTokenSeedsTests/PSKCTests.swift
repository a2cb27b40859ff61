import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayTokenSeeds
import Testing

@Suite struct `A key container of RFC 6030` {
    private static let preShared = PSKCKey.preShared(
        SecretBytes(copying: Hex.decode("12345678901234567890123456789012") ?? []))
    private static let password = PSKCKey.password(SecretBytes(copying: Array("qwerty".utf8)))
    /// "12345678901234567890", the secret of RFC 4226 appendix D.
    private static let secret = Array("12345678901234567890".utf8)

    @Test func `as in figure 3 is read with everything that matters`() throws {
        let seed = try #require(seeds(3).first)
        #expect(seed.serial == "987654321" && seed.manufacturer == "Manufacturer")
        #expect(seed.moving == .counter(HOTPCounter(0)))
        #expect(seed.parameters == TOTPParameters(algorithm: .sha1, digits: .eight))
        #expect(seed.secret.equals(Self.secret))
        #expect(seed.begins == nil && seed.ends == nil)
    }

    @Test func `as in figure 5 is read without the PIN that is in it`() throws {
        #expect(try seeds(5).map(\.serial) == ["987654321"])
    }

    @Test func `as in figure 6 is opened by the pre-shared key`() throws {
        let seed = try #require(seeds(6, Self.preShared).first)
        #expect(seed.secret.equals(Self.secret))
        let token = HOTPToken(secret: seed.secret, parameters: seed.parameters)
        // RFC 4226 appendix D, counter 0: 1284755224, of which eight digits.
        #expect(token.verdict(on: "84755224", from: HOTPCounter(0)) == .accepted(next: HOTPCounter(1)))
    }

    @Test func `as in figure 7 is opened by the password`() throws {
        let seed = try #require(seeds(7, Self.password).first)
        #expect(seed.secret.equals(Hex.decode("3132333435363738393031323334353637383930") ?? []))
        #expect(seed.manufacturer == "TokenVendorAcme")
    }

    @Test func `as in figure 10 is read with all of its keys and their times`() throws {
        let seeds = try seeds(10)
        #expect(seeds.map(\.serial) == ["654321", "123456", "9999999", "9999999"])
        #expect(seeds[0].begins == RFC3339.parse("2006-05-01T00:00:00Z"))
        #expect(seeds[0].ends == RFC3339.parse("2006-05-31T00:00:00Z"))
    }

    @Test func `as in figure 2 is refused for its short secret`() throws {
        try expect(2, at: 11, "a secret of 4 bytes: 16 to 128 bytes expected")
    }

    @Test func `is opened by the right key alone`() throws {
        let wrong = PSKCKey.preShared(SecretBytes(copying: Array(repeating: 1, count: 16)))
        #expect(throws: SeedProblem.self) { try seeds(6, wrong) }
        #expect(throws: SeedProblem.self) { try seeds(7, .password(SecretBytes(copying: Array("qwertz".utf8)))) }
        try expect(6, at: 6, "an encrypted container: the key or password to it expected")
        try expect(6, Self.password, at: 6, "a container under a pre-shared key: the key expected")
        try expect(7, Self.preShared, at: 7, "a container under a password: a password expected")
        let long = PSKCKey.preShared(SecretBytes(copying: Array(repeating: 1, count: 32)))
        try expect(6, long, at: 11, "a cipher with a key of 16 bytes: 32 bytes, as the key has expected")
    }

    @Test func `is refused when a byte of an encrypted secret is another`() throws {
        try expect(6, Self.preShared, at: 45, "a MAC of another value or under another key") {
            $0.replacing("AAECAwQFBgcI", with: "ABECAwQFBgcI")
        }
        try expect(6, Self.preShared, at: 45, "a MAC of another value or under another key") {
            $0.replacing("Su+NvtQfmvfJ", with: "Su+NvtQfmvfK")
        }
    }

    /// The last block of the vector's MACKey made all padding: a key that everybody knows.
    @Test func `is refused when its MAC key is empty`() throws {
        try expect(6, Self.preShared, at: 9, "a MAC key of 0 bytes: at least 16 bytes") {
            $0.replacing(
                "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX",
                with: "ESIzRFVmd4iZABEiM0RVZmlYL//qr6DpDtWpls9uiaU=")
        }
    }

    @Test func `is refused when encryption is taken off`() throws {
        try expect(6, Self.preShared, at: 2, "no MACMethod in KeyContainer") {
            $0.cutting(from: "<MACMethod", through: "</MACMethod>")
        }
        try expect(6, Self.preShared, at: 36, "an encrypted value without a MAC: a ValueMAC") {
            $0.cutting(from: "<ValueMAC", through: "</ValueMAC>")
        }
        try expect(6, at: 23, "an encrypted secret in a container without EncryptionKey") {
            $0.cutting(from: "<EncryptionKey", through: "</MACMethod>")
        }
        try expect(6, Self.preShared, at: 36, "a plain secret in an encrypted container: EncryptedValue") {
            $0.replacing(
                "<EncryptedValue>", with: "<PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue><EncryptedValue>")
        }
    }

    /// Whoever took all encryption off would choose the secrets.
    @Test func `is refused in plain when it was to be encrypted`() throws {
        try expect(5, Self.preShared, at: 2, "a container that is not encrypted: EncryptionKey, since a key was given")
    }

    @Test func `is refused for algorithms that nobody here knows`() throws {
        try expect(5, at: 13, "Algorithm 'urn:x'") {
            $0.replacing("urn:ietf:params:xml:ns:keyprov:pskc:hotp", with: "urn:x")
        }
        try expect(6, Self.preShared, at: 9, "MAC algorithm 'urn:x'") {
            $0.replacing("http://www.w3.org/2000/09/xmldsig#hmac-sha1", with: "urn:x")
        }
        try expect(6, Self.preShared, at: 11, "cipher 'urn:x'") {
            $0.replacing("http://www.w3.org/2001/04/xmlenc#aes128-cbc", with: "urn:x")
        }
        try expect(7, Self.password, at: 9, "key derivation 'urn:x'") {
            $0.replacing("http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2", with: "urn:x")
        }
        try expect(5, at: 17, "Encoding 'HEXADECIMAL': DECIMAL") { $0.replacing("DECIMAL", with: "HEXADECIMAL") }
    }

    @Test func `is refused when deriving its key would take for ever`() throws {
        for count in ["0", "-1", "10000001", "x"] {
            try expect(7, Self.password, at: 15, "IterationCount '\(count)': 1 to 10000000") {
                $0.replacing("<IterationCount>1000<", with: "<IterationCount>\(count)<")
            }
        }
    }

    @Test func `is refused when two things stand where one must`() throws {
        try expect(10, at: 36, "a second key '1': another Id") { $0.replacing("Id=\"2\"", with: "Id=\"1\"") }
        try expect(5, at: 22, "a second PlainValue: one") {
            $0.replacing("<PlainValue>MTIzNDU2", with: "<PlainValue>AAAA</PlainValue>\n<PlainValue>MTIzNDU2")
        }
    }

    @Test func `is refused for a policy that it is not understood by`() throws {
        try expect(5, at: 28, "PINUsageMode 'Append'") {
            $0.replacing("PINUsageMode=\"Local\"", with: "PINUsageMode=\"Append\"")
        }
        try expect(5, at: 32, "KeyUsage 'Encrypt': OTP") { $0.replacing("<KeyUsage>OTP", with: "<KeyUsage>Encrypt") }
        try expect(5, at: 32, "policy 'NumberOfTransactions'") {
            $0.replacing("<KeyUsage>OTP</KeyUsage>", with: "<NumberOfTransactions>5</NumberOfTransactions>")
        }
    }

    @Test(arguments: [
        ("<PlainValue>0<", "<PlainValue>-1<", "counter '-1': a whole number"),
        ("Length=\"8\"", "Length=\"7\"", "length of codes '7': 6 or 8"),
        ("<SerialNo>987654321<", "<SerialNo>98 76<", "serial number '98 76'"),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "MTIz*", "the text of PlainValue: base64"),
        ("Version=\"1.0\"", "Version=\"2.0\"", "Version '2.0': 1.0"),
        ("<KeyContainer ", "<KeyBox ", "mismatched tag: a well-formed document"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE KeyContainer>", "document type"),
    ])
    func `is refused with file, place, value and expectation`(text: String, other: String, problem: String) throws {
        let bytes = Array(try Figures.text(5).replacing(text, with: other).utf8)
        do throws(SeedProblem) {
            _ = try PSKCFile.seeds(in: bytes, named: "tokens.xml", key: nil)
            Issue.record("taken: \(other)")
        } catch {
            #expect(error.description.hasPrefix("tokens.xml:") && error.description.contains(problem), "\(error)")
        }
    }

    @Test func `of time-based tokens is read with their drift`() throws {
        let text = try Figures.text(5).replacing("pskc:hotp", with: "pskc:totp")
            .replacing("<Counter>", with: "<TimeInterval><PlainValue>30</PlainValue></TimeInterval><TimeDrift>")
            .replacing("</Counter>", with: "</TimeDrift>").replacing("<PlainValue>0<", with: "<PlainValue>4<")
            .replacing("<ResponseFormat Length=\"8\"", with: "<Suite>HMAC-SHA256</Suite><ResponseFormat Length=\"6\"")
        let seed = try #require(try PSKCFile.seeds(in: Array(text.utf8), named: "t", key: nil).first)
        #expect(seed.moving == .time(try #require(ClockDrift(steps: 4))))
        #expect(seed.parameters == TOTPParameters(algorithm: .sha256, digits: .six))
        let slow = text.replacing("<PlainValue>30<", with: "<PlainValue>60<")
        let calm = try #require(try PSKCFile.seeds(in: Array(slow.utf8), named: "t", key: nil).first)
        #expect(calm.parameters.period == .minute)
        for (interval, drift) in [("45", "4"), ("30", "21")] {
            let bent = text.replacing("<PlainValue>30<", with: "<PlainValue>\(interval)<")
                .replacing("<PlainValue>4<", with: "<PlainValue>\(drift)<")
            #expect(throws: SeedProblem.self) { try PSKCFile.seeds(in: Array(bent.utf8), named: "t", key: nil) }
        }
    }

    @Test func `never shows a secret in a problem`() throws {
        let secret = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"
        for (text, other) in [
            (secret + "=", secret + "*"), ("Length=\"8\"", "Length=\"9\""), (secret + "=", "MTIzNA=="),
        ] {
            let bytes = Array(try Figures.text(5).replacing(text, with: other).utf8)
            do throws(SeedProblem) {
                _ = try PSKCFile.seeds(in: bytes, named: "t", key: nil)
                Issue.record("taken")
            } catch {
                #expect(!"\(error)".contains("MTIz") && !"\(error)".contains("1234"), "\(error)")
            }
        }
    }

    private func seeds(_ figure: Int, _ key: PSKCKey? = nil) throws -> [TokenSeed] {
        try PSKCFile.seeds(in: Array(Figures.text(figure).utf8), named: "tokens.xml", key: key)
    }

    private func expect(
        _ figure: Int, _ key: PSKCKey? = nil, at line: Int, _ text: String, location: SourceLocation = #_sourceLocation,
        when bend: (String) -> String = { $0 }
    ) throws {
        let original = try Figures.text(figure)
        let bytes = Array(bend(original).utf8)
        do throws(SeedProblem) {
            _ = try PSKCFile.seeds(in: bytes, named: "tokens.xml", key: key)
            Issue.record("taken", sourceLocation: location)
        } catch {
            #expect(
                error.place.line == line && error.description.contains(": \(text)"), "\(error)",
                sourceLocation: location)
            #expect(error.description.hasPrefix("tokens.xml:\(error.place): "), sourceLocation: location)
        }
    }
}

extension String {
    fileprivate func cutting(from begin: String, through end: String) -> String {
        guard let first = firstRange(of: begin), let last = firstRange(of: end) else { return self }
        return String(self[..<first.lowerBound] + self[last.upperBound...])
    }
}
