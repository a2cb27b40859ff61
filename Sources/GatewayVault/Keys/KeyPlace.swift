public import GatewayCrypto
public import GatewayStore

/// Where key-encryption keys live: a file, or a token.
public protocol KeyPlace: Sendable {
    var kind: KeyPlaceKind { get }

    /// All that are there, oldest first.
    func keys() async throws(KeyPlaceProblem) -> [any KeyEncryption]

    /// Makes a key, which is there for good when this returns.
    func makeKey() async throws(KeyPlaceProblem) -> any KeyEncryption

    /// Destroys a key. One that is not there is destroyed already.
    func destroyKey(_ id: KeyEncryptionKeyID) async throws(KeyPlaceProblem)

    /// Throws when this key cannot be used now: the place is out of reach, or the key is there no more.
    func probe(_ id: KeyEncryptionKeyID) async throws(KeyPlaceProblem)
}

/// Why a place of keys does not do what it is asked. Holds no byte of a key, and no PIN.
public struct KeyPlaceProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which place, what is wrong, and what was expected.
    public let description: String
    /// What to do about it.
    public let hint: String

    public init(_ description: String, hint: String) {
        self.description = description
        self.hint = hint
    }
}
