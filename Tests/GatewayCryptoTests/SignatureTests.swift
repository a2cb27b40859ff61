import GatewayCrypto
import GatewayIdentity
import Testing

@Suite struct `An ES256 signature` {
    /// RFC 7515 appendix A.3.
    @Test func `of RFC 7515 is found genuine, and forged with a bit changed`() throws {
        let x = try #require(Base64URL.decode(Array("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".utf8)))
        let y = try #require(Base64URL.decode(Array("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".utf8)))
        let key = try #require(P256PublicKey(point: [4] + x + y))
        let message = Array(
            ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
                + "Q").utf8)
        let text = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let signature = try #require(Base64URL.decode(Array(text.utf8)))
        #expect(key.verdict(on: signature, over: message) == .genuine)
        for place in [0, 31, 32, 63] {
            var altered = signature
            altered[place] ^= 1
            #expect(key.verdict(on: altered, over: message) == .forged)
        }
        #expect(key.verdict(on: signature, over: message + [0]) == .forged)
    }

    @Test(arguments: [
        [], [0x30], Array(repeating: 0, count: 64), Array(repeating: 255, count: 64), Array(repeating: 1, count: 65),
    ])
    func `is forged when it is not one`(signature: [UInt8]) throws {
        #expect(try P256SigningKey.generate().publicKey.verdict(on: signature, over: [1]) == .forged)
    }

    @Test func `has 64 bytes whatever the numbers in it`() throws {
        let key = try P256SigningKey.generate()
        // One in 128 has a number with a leading zero byte, which DER leaves out and JOSE does not.
        for message in 0..<500 {
            let bytes = withUnsafeBytes(of: message) { Array($0) }
            let signature = try key.signature(over: bytes)
            #expect(signature.count == 64)
            #expect(key.publicKey.verdict(on: signature, over: bytes) == .genuine)
        }
    }

    @Test func `is genuine under the key read back from its PEM, and under no other`() throws {
        let key = try P256SigningKey.generate()
        let again = try P256SigningKey(pem: key.pem())
        let signature = try again.signature(over: [1, 2, 3])
        #expect(key.publicKey.verdict(on: signature, over: [1, 2, 3]) == .genuine)
        #expect(try P256SigningKey.generate().publicKey.verdict(on: signature, over: [1, 2, 3]) == .forged)
    }

    @Test func `is not made with a key of another kind`() throws {
        let pem = try Ed25519SigningKey.generate().pem()
        #expect(throws: CryptoFailure(.readKey, "not a p256 private key")) { try P256SigningKey(pem: pem) }
        let other = try P256SigningKey.generate().pem()
        #expect(throws: CryptoFailure(.readKey, "not a ed25519 private key")) { try Ed25519SigningKey(pem: other) }
        #expect(throws: CryptoFailure.self) { try P256SigningKey(pem: SecretBytes(copying: Array("no key".utf8))) }
        #expect(throws: CryptoFailure.self) { try P256SigningKey(pem: SecretBytes(copying: [])) }
    }

    @Test func `needs a point on the curve`() {
        #expect(P256PublicKey(point: [4] + Array(repeating: 1, count: 64)) == nil)
        #expect(P256PublicKey(point: [0]) == nil)
    }
}

@Suite struct `A token in compact serialisation` {
    @Test func `carries header, payload and a signature that its key set proves`() throws {
        let signer = CompactJWS(key: try P256SigningKey.generate())
        let payload = Array(#"{"sub":"kim-7f3a","aud":"fab"}"#.utf8)
        let parts = try signer.token(payload).split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        let header = try #require(Base64URL.decode(Array(parts[0].utf8)))
        #expect(
            String(decoding: header, as: UTF8.self) == #"{"alg":"ES256","kid":"\#(signer.publicKey.id)","typ":"JWT"}"#)
        #expect(Base64URL.decode(Array(parts[1].utf8)) == payload)
    }

    /// The key and its thumbprint are those of RFC 9449 sections 4.1 and 6.1.
    @Test func `names its key by the RFC 7638 thumbprint`() throws {
        let x = try #require(Base64URL.decode(Array("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs".utf8)))
        let y = try #require(Base64URL.decode(Array("9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA".utf8)))
        let key = JSONWebKey(try #require(P256PublicKey(point: [4] + x + y)))
        #expect(key.id == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
        #expect(JSONWebKey.keySet([key]) == #"{"keys":[\#(key.json)]}"#)
    }
}

@Suite struct `An Ed25519 signature` {
    /// RFC 8032 section 7.1, tests 1 and 2: seed, public key, message, signature.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
                + "5141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d"
                + "291612bb0c00"
        ),
    ])
    func `matches RFC 8032`(seed: String, publicKey: String, message: String, signature: String) throws {
        // RFC 8410 section 7: PKCS#8 of a seed is this prefix and the seed.
        let der = try #require(Hex.decode("302e020100300506032b657004220420" + seed))
        let key = try Ed25519SigningKey(pem: SecretBytes(copying: Array(Self.pem(der).utf8)))
        let message = try #require(Hex.decode(message))
        #expect(Hex.encode(key.publicKey.raw) == publicKey)
        #expect(Hex.encode(try key.signature(over: message)) == signature)
        #expect(key.publicKey.verdict(on: try #require(Hex.decode(signature)), over: message) == .genuine)
    }

    @Test func `is forged over other bytes, with a bit changed, or cut`() throws {
        let key = try Ed25519SigningKey.generate()
        var signature = try key.signature(over: [1, 2, 3])
        #expect(key.publicKey.verdict(on: signature, over: [1, 2, 4]) == .forged)
        #expect(key.publicKey.verdict(on: Array(signature.dropLast()), over: [1, 2, 3]) == .forged)
        signature[0] ^= 1
        #expect(key.publicKey.verdict(on: signature, over: [1, 2, 3]) == .forged)
        #expect(Ed25519PublicKey(raw: [1]) == nil)
    }

    private static func pem(_ der: [UInt8]) -> String {
        let standard = Base64URL.encode(der).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return "-----BEGIN PRIVATE KEY-----\n\(String(standard))\n-----END PRIVATE KEY-----\n"
    }
}
