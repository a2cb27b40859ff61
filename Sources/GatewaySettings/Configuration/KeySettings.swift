/// The keys behind secrets at rest: how long they are good for, and the token that has them, if one does.
public struct KeySettings: Hashable, Sendable {
    /// After how long a key-encryption key should have been replaced. Default a year, the cryptoperiod that NIST SP 800-57 part 1
    /// (5.3.6) has for keys that wrap keys.
    public var rotateAfter: Duration = .seconds(365 * 86400)
    /// How long opened data keys are used while the key-encryption key cannot be reached.
    public var lease: Duration = .seconds(300)
    /// Where new key-encryption keys are made; `nil`: in `key_file`.
    public var token: Token?

    /// A PKCS#11 token.
    public struct Token: Hashable, Sendable {
        /// The library that came with it. Absolute path.
        public var module: String
        /// Its label.
        public var label: String
        /// The label of the keys in it.
        public var keyLabel = "gwanmun-kek"
        /// The user PIN, 0600. Absolute path.
        public var pinFile: String
        /// How long to wait for an answer.
        public var patience: Duration = .seconds(5)

        public init(module: String, label: String, pinFile: String) {
            self.module = module
            self.label = label
            self.pinFile = pinFile
        }
    }

    public init() {}
}

extension YAMLCursor {
    /// - Parameter path: reads the name of a file.
    func keySettings(path: (YAMLCursor?) -> String?) -> KeySettings? {
        guard let entry = mapping("keys", keys: ["rotate_after", "lease", "token"]) else { return nil }
        var settings = KeySettings()
        if let time = entry.optional("rotate_after")?.duration(upTo: .seconds(3 * 365 * 86400)) {
            settings.rotateAfter = time
        }
        if let time = entry.optional("lease")?.duration(upTo: .seconds(86400)) { settings.lease = time }
        if let token = entry.optional("token") {
            settings.token = token.keyToken(path: path)
            guard settings.token != nil else { return nil }
        }
        return settings
    }

    private func keyToken(path: (YAMLCursor?) -> String?) -> KeySettings.Token? {
        let keys = ["module", "token", "key", "pin_file", "patience"]
        guard let entry = mapping("a PKCS#11 token", keys: keys) else { return nil }
        let module = path(entry.required("module"))
        let label = entry.required("token")?.tokenLabel()
        let pinFile = path(entry.required("pin_file"))
        guard let module, let label, let pinFile else { return nil }
        var token = KeySettings.Token(module: module, label: label, pinFile: pinFile)
        if let key = entry.optional("key") {
            guard let label = key.tokenLabel() else { return nil }
            token.keyLabel = label
        }
        if let time = entry.optional("patience")?.duration(upTo: .seconds(60)) { token.patience = time }
        return token
    }

    private func tokenLabel() -> String? {
        parsed("a label of 1 to 32 bytes") { (1...32).contains($0.utf8.count) ? $0 : nil }
    }
}
