import GatewayIdentity
import Testing

@testable import GatewayCrypto

@Suite struct `A sealed box` {
    private let key = SecretBytes(copying: Array(repeating: 9, count: 32))
    private let secret = Array("a secret of 25 characters".utf8)

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 14 and 16.
    @Test func `matches the published vectors of AES-256-GCM`() throws {
        let zero = try AES256GCM.seal(
            SecretBytes(copying: Array(repeating: 0, count: 16)),
            key: SecretBytes(copying: Array(repeating: 0, count: 32)),
            binding: [], nonce: Array(repeating: 0, count: 12))
        #expect(Hex.encode(zero.dropFirst(12)) == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")

        func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }
        let plaintext = try bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657"
                + "ba637b39")
        let box = try AES256GCM.seal(
            SecretBytes(copying: plaintext),
            key: SecretBytes(copying: bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")),
            binding: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"), nonce: bytes("cafebabefacedbaddecaf888"))
        let expected =
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a"
            + "bcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        #expect(Hex.encode(box.dropFirst(12)) == expected)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 4096])
    func `opens to what was sealed`(count: Int) throws {
        let plaintext = Array(repeating: UInt8(0xA5), count: count)
        let box = try AES256GCM.seal(SecretBytes(copying: plaintext), key: key, binding: [1])
        #expect(box.count == count + 28)
        #expect(try AES256GCM.open(box, key: key, binding: [1]).equals(plaintext))
    }

    @Test func `does not open with any bit of it changed`() throws {
        let box = try AES256GCM.seal(SecretBytes(copying: secret), key: key, binding: [1])
        for place in box.indices {
            var altered = box
            altered[place] ^= 0x01
            #expect(throws: CryptoFailure.self) { try AES256GCM.open(altered, key: key, binding: [1]) }
        }
        #expect(throws: CryptoFailure.self) { try AES256GCM.open(box.dropLast(), key: key, binding: [1]) }
        #expect(throws: CryptoFailure.self) { try AES256GCM.open([], key: key, binding: [1]) }
    }

    @Test func `does not open elsewhere or under another key`() throws {
        let box = try AES256GCM.seal(SecretBytes(copying: secret), key: key, binding: [1])
        #expect(throws: CryptoFailure.self) { try AES256GCM.open(box, key: key, binding: [2]) }
        #expect(throws: CryptoFailure.self) { try AES256GCM.open(box, key: key, binding: []) }
        let other = SecretBytes(copying: Array(repeating: 8, count: 32))
        #expect(throws: CryptoFailure.self) { try AES256GCM.open(box, key: other, binding: [1]) }
    }

    @Test func `never looks the same twice`() throws {
        let boxes = try Set(
            (0..<100).map { _ in try AES256GCM.seal(SecretBytes(copying: secret), key: key, binding: []) })
        #expect(boxes.count == 100)
    }
}

@Suite struct `The vault` {
    private let kek = KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 32)))
    private let binding = SealBinding(table: "totp_devices", row: "d1", account: "kim-7f3a")

    @Test func `gives back what it sealed, over the store's text`() throws {
        let kek = try #require(kek)
        let vault = try Vault(unwrapping: [Vault.newDataKey(under: kek)], with: kek)
        let stored = try vault.seal(SecretBytes(copying: [1, 2, 3]), for: binding).stored
        let sealed = try #require(SealedSecret(stored: stored))
        #expect(try vault.open(sealed, for: binding).equals([1, 2, 3]))
    }

    @Test(arguments: [
        SealBinding(table: "totp_devices", row: "d1", account: "lee-8b2c"),
        SealBinding(table: "totp_devices", row: "d2", account: "kim-7f3a"),
        SealBinding(table: "other", row: "d1", account: "kim-7f3a"),
        SealBinding(table: "totp_devicesd", row: "1", account: "kim-7f3a"),
    ])
    func `does not open a secret moved to another row, table or account`(elsewhere: SealBinding) throws {
        let kek = try #require(kek)
        let vault = try Vault(unwrapping: [Vault.newDataKey(under: kek)], with: kek)
        let sealed = try vault.seal(SecretBytes(copying: [1, 2, 3]), for: binding)
        #expect(throws: CryptoFailure.self) { try vault.open(sealed, for: elsewhere) }
    }

    @Test func `does not open without a data key, nor with a renamed one`() throws {
        let kek = try #require(kek)
        #expect(throws: CryptoFailure.self) { try Vault(unwrapping: [], with: kek) }
        let (one, two) = try (Vault.newDataKey(under: kek), Vault.newDataKey(under: kek))
        let swapped = WrappedDataKey(id: one.id, box: two.box)
        #expect(throws: CryptoFailure.self) { try Vault(unwrapping: [swapped], with: kek) }
    }

    @Test(arguments: ["", "AQ", "Ag" + String(repeating: "A", count: 80), "not base64!"])
    func `does not read what is no sealed secret`(text: String) {
        #expect(SealedSecret(stored: text) == nil)
    }

    @Test func `takes keys of 32 bytes only`() {
        #expect(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 31))) == nil)
        #expect(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 33))) == nil)
    }
}

@Suite struct `Secret bytes` {
    @Test func `show nothing when they are printed, dumped or interpolated`() {
        let secret = SecretBytes(copying: Array("hunter2!".utf8))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\(Optional(secret) as Any)"] {
            #expect(!text.contains("hunter2") && !text.contains("104") && !text.contains("0x"))
        }
    }
}
