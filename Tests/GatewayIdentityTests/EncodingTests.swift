import GatewayIdentity
import Testing

@Suite struct `Base64url without padding` {
    /// RFC 4648 section 10, and both letters that differ from plain base64.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `matches RFC 4648 section 10`(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(Array(encoded.utf8)) == Array(plain.utf8))
    }

    @Test func `uses the URL alphabet`() {
        #expect(Base64URL.encode([0xfb, 0xff, 0xbf]) == "-_-_")
        #expect(Base64URL.decode(Array("-_-_".utf8)) == [0xfb, 0xff, 0xbf])
    }

    @Test(arguments: ["Z", "Zg==", "Zm9v\n", "Zm+v", "Zm/v", "Zh", "Zm9", "Z g", "Zg\0"])
    func `gives one value one spelling`(text: String) {
        #expect(Base64URL.decode(Array(text.utf8)) == nil)
    }
}

@Suite struct `Hexadecimal` {
    @Test func `reads either case and writes lower`() {
        #expect(Hex.decode("00fFaB") == [0x00, 0xff, 0xab])
        #expect(Hex.encode([0x00, 0xff, 0xab]) == "00ffab")
    }

    @Test(arguments: ["0", "0g", "0x00", " 00", "００"])
    func `refuses what is none`(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

@Suite struct `A SHA-256 value` {
    @Test func `comes back from its text, and is its bytes`() throws {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let digest = try #require(SHA256Digest(hex: text))
        #expect(digest.description == text)
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
    }

    @Test func `differs when any byte differs`() throws {
        let zero = try #require(SHA256Digest(bytes: Array(repeating: 0, count: 32)))
        for place in 0..<32 {
            var bytes = zero.bytes
            bytes[place] = 1
            #expect(SHA256Digest(bytes: bytes) != zero)
        }
        #expect(SHA256Digest(bytes: Array(repeating: 0, count: 31)) == nil)
        #expect(SHA256Digest(hex: String(repeating: "0", count: 66)) == nil)
    }
}
