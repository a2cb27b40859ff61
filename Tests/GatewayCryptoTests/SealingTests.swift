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

@Suite struct `A sealing key` {
    private let binding = SealBinding(table: "totp_devices", row: "d1", account: "kim-7f3a")

    @Test func `gives back what it sealed, over the store's text`() throws {
        let key = try SealingKey.random()
        let stored = try key.seal(SecretBytes(copying: [1, 2, 3]), for: binding).stored
        let sealed = try #require(SealedSecret(stored: stored))
        #expect(try key.open(sealed, for: binding).equals([1, 2, 3]))
        #expect(stored.hasPrefix(SealedSecret.storedPrefix(under: key.id)))
    }

    @Test(arguments: [
        SealBinding(table: "totp_devices", row: "d1", account: "lee-8b2c"),
        SealBinding(table: "totp_devices", row: "d2", account: "kim-7f3a"),
        SealBinding(table: "other", row: "d1", account: "kim-7f3a"),
        SealBinding(table: "totp_devicesd", row: "1", account: "kim-7f3a"),
    ])
    func `does not open a secret moved to another row, table or account`(elsewhere: SealBinding) throws {
        let key = try SealingKey.random()
        let sealed = try key.seal(SecretBytes(copying: [1, 2, 3]), for: binding)
        #expect(throws: CryptoFailure.self) { try key.open(sealed, for: elsewhere) }
    }

    @Test func `does not open what another sealed`() throws {
        let sealed = try SealingKey.random().seal(SecretBytes(copying: [1]), for: binding)
        #expect(throws: CryptoFailure.self) { try SealingKey.random().open(sealed, for: binding) }
    }

    @Test func `wraps the key of an account, for that account and under that name only`() throws {
        let (dataKey, accountKey) = try (SealingKey.random(), SealingKey.random())
        let wrapped = try dataKey.wrap(accountKey, of: "kim-7f3a")
        let sealed = try accountKey.seal(SecretBytes(copying: [1]), for: binding)
        #expect(try dataKey.unwrap(wrapped).open(sealed, for: binding).equals([1]))

        let (id, other) = (wrapped.id, try SealingKey.random())
        for altered in [
            WrappedAccountKey(account: "lee-8b2c", id: id, dataKey: dataKey.id, box: wrapped.box),
            WrappedAccountKey(account: "kim-7f3a", id: other.id, dataKey: dataKey.id, box: wrapped.box),
            WrappedAccountKey(account: "kim-7f3a", id: id, dataKey: other.id, box: wrapped.box),
        ] {
            #expect(throws: CryptoFailure.self) { try dataKey.unwrap(altered) }
        }
        #expect(throws: CryptoFailure.self) { try other.unwrap(wrapped) }
    }

    @Test(arguments: ["", "AQ", "Ag" + String(repeating: "A", count: 80), "not base64!"])
    func `does not read what is no sealed secret`(text: String) {
        #expect(SealedSecret(stored: text) == nil)
    }
}

@Suite struct `A key-encryption key` {
    private func key(_ byte: UInt8, count: Int = 32) -> KeyEncryptionKey? {
        KeyEncryptionKey(SecretBytes(copying: Array(repeating: byte, count: count)))
    }

    @Test func `wraps a data key under its name, and opens no other's`() throws {
        let (mine, other) = try (#require(key(7)), #require(key(8)))
        let dataKey = try SealingKey.random()
        let wrapped = try mine.wrap(dataKey)
        #expect(wrapped.wrappedBy == mine.id)
        #expect(try mine.unwrap(wrapped).id == dataKey.id)
        #expect(throws: KeyFailure.self) { try other.unwrap(wrapped) }
        let swapped = WrappedDataKey(id: dataKey.id, wrappedBy: mine.id, box: try mine.wrap(.random()).box)
        #expect(throws: KeyFailure.self) { try mine.unwrap(swapped) }
    }

    @Test func `is named alike wherever it is read, and unlike any other`() throws {
        #expect(try #require(key(7)).id == #require(key(7)).id)
        #expect(try #require(key(7)).id != #require(key(8)).id)
        #expect(try #require(key(7)).id.description.count == 16)
    }

    @Test func `has 32 bytes`() {
        #expect(key(7, count: 31) == nil)
        #expect(key(7, count: 33) == nil)
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
