/// A key-encryption key, wherever it lives: it wraps data keys, and who has only the store has nothing.
///
/// Asynchronous, because a key may live in a token that takes its time and whose bytes nobody sees.
public protocol KeyEncryption: Sendable {
    var id: KeyEncryptionKeyID { get }

    func wrap(_ dataKey: SealingKey) async throws(KeyFailure) -> WrappedDataKey

    /// - Throws: when another key wrapped it, or a bit of it was altered.
    func unwrap(_ wrapped: WrappedDataKey) async throws(KeyFailure) -> SealingKey
}

/// Why a key-encryption key did not do its work.
public enum KeyFailure: Error, Hashable, Sendable {
    /// It cannot be reached now. The text is for operators.
    case unavailable(String)
    case crypto(CryptoFailure)
}

/// Names one key-encryption key: up to 32 bytes as lower-case hexadecimal digits, but not 16 bytes, which name the keys below it.
public struct KeyEncryptionKeyID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard (2...64).contains(text.utf8.count), text.utf8.count.isMultiple(of: 2), text.utf8.count != 32,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        description = text
    }
}

/// A data key as the store holds it. Deleting every copy of it shreds what it sealed.
public struct WrappedDataKey: Hashable, Sendable {
    public let id: DataKeyID
    /// Who wrapped it; `nil` in stores from before keys were named.
    public let wrappedBy: KeyEncryptionKeyID?
    /// AES-256-GCM under the key-encryption key, or under one that a token derives for it.
    public let box: [UInt8]

    public init(id: DataKeyID, wrappedBy: KeyEncryptionKeyID?, box: [UInt8]) {
        self.id = id
        self.wrappedBy = wrappedBy
        self.box = box
    }

    /// What the box is sealed to: its purpose and its name.
    static func binding(_ id: DataKeyID) -> [UInt8] { Array("gwanmun data key ".utf8) + id.bytes }
}
