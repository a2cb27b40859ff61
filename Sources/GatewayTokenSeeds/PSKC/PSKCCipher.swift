internal import GatewayCrypto
internal import GatewayXML

/// The encryption of one key container (RFC 6030 section 6): the key that everything in it is under, and the key of its MACs.
struct PSKCCipher {
    private let key: SecretBytes
    private let codeKey: SecretBytes
    private let codeAlgorithm: HMAC.Algorithm

    /// - Returns: `nil` for a container that is not encrypted.
    init?(container: PSKCElement, key: PSKCKey?) throws(SeedProblem) {
        guard let description = try container.child(PSKCNames.pskc("EncryptionKey")) else {
            guard key == nil else {
                throw SeedProblem(
                    container.file, container.place, "a container that is not encrypted",
                    expected: "EncryptionKey, since a key was given")
            }
            return nil
        }
        guard let key else {
            throw SeedProblem(
                description.file, description.place, "an encrypted container",
                expected: "the key or password to it")
        }
        // Section 6.3: what is encrypted in CBC mode must have a MAC.
        let method = try container.required(PSKCNames.pskc("MACMethod"))
        self.key = try Self.key(description, key)
        codeAlgorithm = try Self.algorithm(method)
        let codeKey = try Self.opened(try method.required(PSKCNames.pskc("MACKey")), self.key)
        // It has no MAC itself: whoever changes a block of it could make it empty, and known.
        guard codeKey.count >= 16 else {
            throw SeedProblem(
                method.file, method.place, "a MAC key of \(codeKey.count) bytes", expected: "at least 16 bytes")
        }
        self.codeKey = codeKey
    }

    /// A value and its MAC: the MAC first, over the vector and the blocks (section 6.3).
    func secret(_ value: PSKCElement, code: PSKCElement?) throws(SeedProblem) -> SecretBytes {
        guard let code else {
            throw SeedProblem(
                value.file, value.place, "an encrypted value without a MAC", expected: "a ValueMAC")
        }
        let expected = HMAC.code(for: try Self.box(value), key: codeKey, using: codeAlgorithm)
        guard ConstantTime.equal(expected, try code.base64()) else {
            throw SeedProblem(
                code.file, code.place, "a MAC of another value or under another key",
                expected: "the right key, and a file as its maker wrote it")
        }
        return try Self.opened(value, key)
    }

    private static func key(_ description: PSKCElement, _ key: PSKCKey) throws(SeedProblem) -> SecretBytes {
        let derived = try description.child(PSKCNames.encryption11("DerivedKey"))
        switch (key, derived) {
        case (.preShared(let key), nil): return key
        case (.password(let password), let derived?): return try PSKCDerivation(derived).key(from: password)
        case (.preShared, _?):
            throw SeedProblem(
                description.file, description.place, "a container under a password", expected: "a password")
        case (.password, nil):
            throw SeedProblem(
                description.file, description.place, "a container under a pre-shared key", expected: "the key")
        }
    }

    private static func algorithm(_ method: PSKCElement) throws(SeedProblem) -> HMAC.Algorithm {
        let name = try method.required(attribute: "Algorithm")
        switch name {
        case "http://www.w3.org/2000/09/xmldsig#hmac-sha1": return .sha1
        case "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256": return .sha256
        default: throw method.rules.problem("MAC algorithm", name, "hmac-sha1 or hmac-sha256")
        }
    }

    private static func opened(_ value: PSKCElement, _ key: SecretBytes) throws(SeedProblem) -> SecretBytes {
        let method = try value.required(PSKCNames.encryption("EncryptionMethod"))
        let name = try method.required(attribute: "Algorithm")
        guard let size = PSKCNames.ciphers[name] else {
            throw method.rules.problem("cipher", name, "aes128-cbc, aes192-cbc or aes256-cbc")
        }
        guard size == key.count else {
            throw SeedProblem(
                method.file, method.place, "a cipher with a key of \(size) bytes",
                expected: "\(key.count) bytes, as the key has")
        }
        let box = try box(value)
        do throws(CryptoFailure) {
            return try AESCBC.open(box, key: key)
        } catch {
            throw SeedProblem(
                value.file, value.place, "\(value.local) cannot be opened", expected: "the right key")
        }
    }

    private static func box(_ value: PSKCElement) throws(SeedProblem) -> [UInt8] {
        try value.required(PSKCNames.encryption("CipherData")).required(PSKCNames.encryption("CipherValue")).base64()
    }
}
