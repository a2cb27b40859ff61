import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import Testing

@Suite struct `An enrolment address` {
    private let totp = TOTP(
        secret: SecretBytes(copying: Array("12345678901234567890".utf8)),
        parameters: TOTPParameters(algorithm: .sha256, digits: .eight))

    @Test func `says all that an authenticator app needs`() {
        #expect(
            totp.enrolmentURI(issuer: "Gwanmun", account: AccountName(stored: "kim-7f3a"))
                == "otpauth://totp/Gwanmun:kim-7f3a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gwanmun"
                + "&algorithm=SHA256&digits=8&period=30")
    }

    @Test func `lets no character of a name change its meaning`() {
        let uri = totp.enrolmentURI(issuer: "관문: a/b?c&d=e#f%", account: AccountName(stored: "kim"))
        let issuer = "%EA%B4%80%EB%AC%B8%3A%20a%2Fb%3Fc%26d%3De%23f%25"
        #expect(uri.hasPrefix("otpauth://totp/\(issuer):kim?secret="))
        #expect(uri.contains("&issuer=\(issuer)&"))
    }
}

@Suite struct `Base 32` {
    /// RFC 4648 section 10, padding left out.
    static let vectors = [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ]

    @Test(arguments: vectors)
    func `matches RFC 4648 section 10`(plain: String, encoded: String) {
        #expect(Base32.encode(plain.utf8) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
        #expect(Base32.decode(encoded.lowercased()) == Array(plain.utf8))
        let padded = encoded + String(repeating: "=", count: (8 - encoded.count % 8) % 8)
        #expect(Base32.decode(padded) == Array(plain.utf8))
    }

    @Test(arguments: ["M", "MZX", "MZXW6Y", "MZ", "M1", "M0======", "MY=====", "MY=A====", "MZXW6 YTB", "한글"])
    func `is refused when it spells nothing or not canonically`(text: String) {
        #expect(Base32.decode(text) == nil)
    }
}
