/// A private key's file, looked at before a TLS context loads it.
public enum PrivateKeyFile {
    /// Blocks on disk; not for an event loop.
    ///
    /// - Throws: when it is no unencrypted private key in PEM, and when group or others may read it, with its mode.
    public static func inspect(_ path: String) throws(FileProblem) { _ = try PrivateKey.read(file: path) }
}
