public import GatewayCrypto
internal import GatewayIdentity
public import GatewayStore
internal import Glibc

/// The file that holds key-encryption keys: a line each, the newest last, `gwanmun-kek-1` and 32 bytes in base64url. 0600.
///
/// Changed by putting a whole new file in its place, under a lock, so that neither a power cut nor a second writer loses a key.
public struct KeyFile: KeyPlace {
    /// Keys that a file may have: more than one rotates through before the old ones are destroyed.
    static let maximumKeys = 32

    private let path: String

    public init(_ path: String) { self.path = path }

    // MARK: Reading

    /// Oldest first; at least one.
    public func read() throws(KeyFileProblem) -> [KeyEncryptionKey] {
        let file = try PrivateDescriptor.open(path)
        return try KeyLines(file.contents(limit: KeyLines.maximumSize), of: path).keys
    }

    // MARK: Changing

    /// Makes a key file with a new random key. It and its name are on disk before this returns, so that no power cut leaves
    /// a store without its key.
    ///
    /// - Throws: `.exists` rather than write over one.
    public func create() throws(KeyFileProblem) {
        let file = try PrivateDescriptor.create(path)
        do throws(KeyFileProblem) {
            try file.write(KeyLines([Self.newKey()], of: path).text())
            try file.syncFolder()
        } catch {
            file.unlink()
            throw error
        }
    }

    /// Adds a new random key behind those that are there.
    public func add() throws(KeyFileProblem) -> KeyEncryptionKey {
        let key = try Self.newKey()
        _ = try change { (keys) throws(KeyFileProblem) in
            guard keys.count < Self.maximumKeys else { throw .full(path: path, limit: Self.maximumKeys) }
            return keys + [key]
        }
        return key
    }

    /// Takes a key out, and overwrites the file that had it.
    ///
    /// - Returns: `false` when it is not there.
    public func remove(_ id: KeyEncryptionKeyID) throws(KeyFileProblem) -> Bool {
        try change { (keys) throws(KeyFileProblem) in
            let rest = keys.filter { $0.id != id }
            guard !rest.isEmpty else { throw .last(path: path) }
            return rest
        }
    }

    /// - Returns: whether the edit changed anything.
    private func change(_ edit: ([KeyEncryptionKey]) throws(KeyFileProblem) -> [KeyEncryptionKey])
        throws(KeyFileProblem) -> Bool
    {
        let old = try PrivateDescriptor.lock(path)
        let keys = try KeyLines(old.contents(limit: KeyLines.maximumSize), of: path).keys
        let edited = try edit(keys)
        guard edited.map(\.id) != keys.map(\.id) else { return false }
        let new = try PrivateDescriptor.create(replacing: path, as: old)
        do throws(KeyFileProblem) {
            try new.write(KeyLines(edited, of: path).text())
            try new.takePlace()
        } catch {
            new.unlink()
            throw error
        }
        try old.overwrite()
        return true
    }

    private static func newKey() throws(KeyFileProblem) -> KeyEncryptionKey {
        do {
            guard let key = KeyEncryptionKey(try SecureRandom.secret(AES256GCM.keySize)) else {
                throw CryptoFailure(.generateKey, "wrong size")
            }
            return key
        } catch let failure as CryptoFailure {
            throw .crypto(failure)
        } catch {
            throw .crypto(CryptoFailure(.generateKey, "\(error)"))
        }
    }

    // MARK: As a place of keys

    public var kind: KeyPlaceKind { .file }

    public func keys() throws(KeyPlaceProblem) -> [any KeyEncryption] {
        do throws(KeyFileProblem) { return try read() } catch { throw KeyPlaceProblem(error) }
    }

    public func makeKey() throws(KeyPlaceProblem) -> any KeyEncryption {
        do throws(KeyFileProblem) { return try add() } catch { throw KeyPlaceProblem(error) }
    }

    public func destroyKey(_ id: KeyEncryptionKeyID) throws(KeyPlaceProblem) {
        do throws(KeyFileProblem) { _ = try remove(id) } catch { throw KeyPlaceProblem(error) }
    }

    /// The keys are in memory; what becomes of the file matters at the next start.
    public func probe(_ id: KeyEncryptionKeyID) {}
}
