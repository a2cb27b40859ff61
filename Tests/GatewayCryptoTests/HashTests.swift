import GatewayCrypto
import GatewayIdentity
import Testing

@Suite struct `SHA-256` {
    /// FIPS 180-4 examples (NIST, "Examples with Intermediate Values").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `matches FIPS 180-4`(message: String, digest: String) {
        #expect(SHA256.digest(of: Array(message.utf8)).hex == digest)
    }

    @Test func `is the same in pieces, and a hasher is used again and again`() {
        let hasher = SHA256Hasher()
        for message in ["abc", "", "abc"] {
            for byte in message.utf8 { hasher.update([byte]) }
            #expect(hasher.finish() == SHA256.digest(of: Array(message.utf8)))
        }
    }
}

@Suite struct `An HMAC` {
    /// RFC 2202 section 3 case 1 (SHA-1), RFC 4231 section 4.2 (SHA-256, SHA-512).
    @Test(arguments: [
        (HMAC.Algorithm.sha1, "b617318655057264e28bc0b6fb378c8ef146be00"),
        (.sha256, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            .sha512,
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e"
                + "696c203a126854"
        ),
    ])
    func `matches the vectors of its RFC`(algorithm: HMAC.Algorithm, code: String) {
        let key = SecretBytes(copying: Array(repeating: 0x0b, count: 20))
        #expect(Hex.encode(HMAC.code(for: Array("Hi There".utf8), key: key, using: algorithm)) == code)
    }

    @Test func `takes a key longer than a block`() {
        // RFC 4231 section 4.7.
        let key = SecretBytes(copying: Array(repeating: 0xaa, count: 131))
        let message = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        #expect(
            Hex.encode(HMAC.code(for: message, key: key, using: .sha256))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `of nothing under no key is a code too`() {
        let code = HMAC.code(for: [], key: SecretBytes(copying: []), using: .sha256)
        #expect(Hex.encode(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}

@Suite struct `A key derived by HKDF` {
    /// RFC 5869 appendix A.1.
    @Test func `matches RFC 5869 with salt and info`() throws {
        let key = try HKDF.derive(
            from: SecretBytes(copying: Array(repeating: 0x0b, count: 22)), salt: Array(0x00...0x0c),
            info: Array(0xf0...0xf9),
            count: 42)
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        #expect(key.equals(try #require(Hex.decode(expected))))
    }

    /// RFC 5869 appendix A.3.
    @Test func `matches RFC 5869 without them`() throws {
        let key = try HKDF.derive(from: SecretBytes(copying: Array(repeating: 0x0b, count: 22)), info: [], count: 42)
        let expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        #expect(key.equals(try #require(Hex.decode(expected))))
    }

    @Test func `refuses more than 255 blocks`() {
        #expect(throws: CryptoFailure.self) { try HKDF.derive(from: SecretBytes(copying: [1]), info: [], count: 8161) }
    }
}

@Suite struct `The crypto engine` {
    @Test func `passes its own start-up test`() throws {
        try CryptoEngine.selfTest()
        #expect(CryptoEngine.version.hasPrefix("OpenSSL 3."))
    }

    @Test func `compares by content and length`() {
        #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
        #expect(ConstantTime.equal([], []))
        #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.equal([1, 2, 3], [1, 2]))
        #expect(!ConstantTime.equal([], [0]))
    }

    @Test func `draws other bytes every time`() throws {
        let draws = try Set((0..<100).map { _ in try SecureRandom.bytes(16) })
        #expect(draws.count == 100)
        #expect(draws.allSatisfy { $0.count == 16 })
    }
}

@Suite struct `The proof of a WebSocket` {
    /// RFC 6455 § 1.3; the second is what Python's hashlib and base64 make of the key that ends the alphabet.
    @Test(arguments: [
        ("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ("/////////////////////w==", "XXpj4jYzLM2yUE0C7TIgMwTQh2g="),
    ])
    func `is what its RFC makes of the key`(key: String, accept: String) {
        let value = Array(key.utf8).withUnsafeBytes { WebSocketAccept.value(for: $0) }
        #expect(String(decoding: value, as: UTF8.self) == accept)
    }
}
