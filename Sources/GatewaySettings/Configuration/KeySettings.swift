/// How long the keys behind secrets at rest are good for.
public struct KeySettings: Hashable, Sendable {
    /// After how long a key-encryption key should have been replaced. Default a year, the cryptoperiod that NIST SP 800-57 part 1
    /// (5.3.6) has for keys that wrap keys.
    public var rotateAfter: Duration = .seconds(365 * 86400)

    public init() {}
}

extension YAMLCursor {
    func keySettings() -> KeySettings? {
        guard let entry = mapping("keys", keys: ["rotate_after"]) else { return nil }
        var settings = KeySettings()
        if let time = entry.optional("rotate_after")?.duration(upTo: .seconds(3 * 365 * 86400)) {
            settings.rotateAfter = time
        }
        return settings
    }
}
