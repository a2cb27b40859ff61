public import GatewayCrypto
internal import GatewayIdentity
internal import Glibc

/// The public keys that lie beside the segments, for whoever verifies the trail: `checkpoint-key-<first 16 digits of the key's id>.pem`.
public enum CheckpointKeyPaper {
    private static let prefix = "checkpoint-key-"
    private static let suffix = ".pem"

    static func name(of key: DocumentVerificationKey) -> String { prefix + key.fingerprint.hex.prefix(16) + suffix }

    /// Puts the key there, unless it is there.
    /// - Returns: whether it is new.
    @discardableResult
    public static func put(_ key: DocumentVerificationKey, in directory: String) throws -> Bool {
        let folder = try DiskFolder(directory, isMade: false)
        let pem = try key.pem()
        let name = name(of: key)
        if try folder.names().contains(name), try folder.content(of: name) == pem { return false }
        let file = try FileDescriptor(folder.file(name), flags: O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(pem)
        try file.synchronize()
        try folder.synchronizeNames()
        return true
    }

    static func keys(in folder: DiskFolder, _ names: [String]) throws(FileFailure) -> [DocumentVerificationKey] {
        var keys: [DocumentVerificationKey] = []
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            // What is no key vouches for nothing: a checkpoint that needs it is then of a key that nobody knows.
            if let key = try? DocumentVerificationKey(pem: try folder.content(of: name)) { keys.append(key) }
        }
        return keys
    }
}
