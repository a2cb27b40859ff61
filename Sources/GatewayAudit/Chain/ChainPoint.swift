public import GatewayIdentity

/// A place in the chain: the sequence number of a record and its hash. Two trails that share a point share everything before it.
public struct ChainPoint: Hashable, Sendable {
    public let sequence: UInt64
    public let hash: SHA256Digest

    public init(sequence: UInt64, hash: SHA256Digest) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Before the first record: sequence 0, a hash of 32 zero bytes.
    public static let origin = ChainPoint(sequence: 0, hash: [0, 0, 0, 0].withUnsafeBytes { SHA256Digest($0) })
}
