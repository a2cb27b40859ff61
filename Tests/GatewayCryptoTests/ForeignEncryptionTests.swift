import GatewayCrypto
import GatewayIdentity
import Testing

@Suite struct `AES in CBC mode` {
    /// NIST SP 800-38A, F.2.2, F.2.4 and F.2.6. The last byte of the text is 16, which says that the last block is padding.
    @Test(arguments: [
        (
            "2b7e151628aed2a6abf7158809cf4f3c",
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
        ),
        (
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
        ),
    ])
    func `opens what NIST has sealed`(key: String, blocks: String) throws {
        let box = bytes("000102030405060708090a0b0c0d0e0f" + blocks)
        let text = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
        #expect(try AESCBC.open(box, key: secret(key)).equals(bytes(text)))
    }

    @Test func `opens nothing but whole blocks under a key of its sizes, with padding at the end`() {
        let key = SecretBytes(copying: [UInt8](repeating: 0, count: 16))
        for count in [0, 15, 16, 17, 31, 33] {
            #expect(throws: CryptoFailure.self) { try AESCBC.open([UInt8](repeating: 0, count: count), key: key) }
        }
        for count in [0, 8, 15, 17, 33] {
            let key = SecretBytes(copying: [UInt8](repeating: 0, count: count))
            #expect(throws: CryptoFailure.self) { try AESCBC.open([UInt8](repeating: 0, count: 32), key: key) }
        }
        // AES-128 of zeros under a key of zeros ends with 0x2e: FIPS 197 gives 66e94bd4ef8a2c3b884cfa59ca342b2e.
        let box = bytes("00000000000000000000000000000000" + "66e94bd4ef8a2c3b884cfa59ca342b2e")
        #expect(throws: CryptoFailure.self) { try AESCBC.open(box, key: key) }
    }

    private func bytes(_ hex: String) -> [UInt8] { Hex.decode(hex) ?? [] }
    private func secret(_ hex: String) -> SecretBytes { SecretBytes(copying: bytes(hex)) }
}

@Suite struct `A key from a password` {
    /// RFC 6070 (SHA-1) and RFC 7914 section 11 (SHA-256).
    @Test(arguments: [
        ("password", "salt", 1, HMAC.Algorithm.sha1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        ("password", "salt", 4096, .sha1, "4b007901b765489abead49d926f721d065a429c1"),
        (
            "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, .sha1,
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"
        ),
        ("pass\0word", "sa\0lt", 4096, .sha1, "56fa6aa75548099dcc37d7f03425e0c3"),
        (
            "passwd", "salt", 1, .sha256,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        ),
    ])
    func `is the one that RFC 6070 and RFC 7914 have`(
        password: String, salt: String, iterations: Int, algorithm: HMAC.Algorithm, key: String
    ) throws {
        let expected = try #require(Hex.decode(key))
        let derived = try PBKDF2.derive(
            from: SecretBytes(copying: Array(password.utf8)), salt: Array(salt.utf8), iterations: iterations,
            using: algorithm, count: expected.count)
        #expect(derived.equals(expected))
    }

    @Test(arguments: [(0, 16), (-1, 16), (PBKDF2.iterationLimit + 1, 16), (1, 0), (1, 1025)])
    func `is not made for ever, nor of any length`(iterations: Int, count: Int) {
        #expect(throws: CryptoFailure.self) {
            try PBKDF2.derive(
                from: SecretBytes(copying: [1]), salt: [1], iterations: iterations, using: .sha256, count: count)
        }
    }
}
