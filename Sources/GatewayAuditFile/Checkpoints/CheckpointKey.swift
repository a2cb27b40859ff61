public import GatewayCrypto

/// Whoever signs checkpoints: a key in memory, or one that a token keeps. Asked on a thread that may block.
public protocol CheckpointKey: Sendable {
    var publicKey: DocumentVerificationKey { get }

    /// - Throws: `CheckpointKeyFailure` when it cannot sign now; it is asked again later.
    func signature(over bytes: [UInt8]) throws(CheckpointKeyFailure) -> [UInt8]
}

public struct CheckpointKeyFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// A key in memory.
public struct HeldCheckpointKey: CheckpointKey {
    private let key: DocumentSigningKey
    public let publicKey: DocumentVerificationKey

    public init(_ key: DocumentSigningKey) throws(CryptoFailure) {
        self.key = key
        publicKey = try key.verificationKey
    }

    public func signature(over bytes: [UInt8]) throws(CheckpointKeyFailure) -> [UInt8] {
        do throws(CryptoFailure) { return try key.signature(over: bytes) } catch {
            throw CheckpointKeyFailure(error.description)
        }
    }
}
