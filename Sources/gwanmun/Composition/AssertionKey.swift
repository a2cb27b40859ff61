import GatewayCrypto

/// The key that signs what consoles are told about people: a file beside the store, so that a restart keeps it.
///
/// Not beside the store's key: the folder of keys may be read-only.
enum AssertionKey {
    static func open(beside store: String) throws -> P256SigningKey {
        let folder = store.lastIndex(of: "/").map { String(store[...$0]) } ?? ""
        let path = folder + "assertion.pem"
        if let pem = try PrivateFile.read(path) { return try P256SigningKey(pem: SecretBytes(copying: pem)) }
        let key = try P256SigningKey.generate()
        try PrivateFile.create(path, key.pem().withUnsafeBytes { Array($0) })
        return key
    }
}
