internal import GatewayIdentity

/// Walks an export record by record, told or omitted, past those that were deleted, and says where it does not hold together.
public struct ExportChain {
    public enum Problem: Error, Hashable, Sendable {
        /// Neither the record nor a proof for it, or not one that can be read.
        case missing(UInt64)
        /// It does not follow the one before, or its hash is not that of what it says.
        case broken(UInt64)
        /// A signed point of the chain says otherwise.
        case checkpoint(UInt64)
        /// The manifest names another last hash.
        case end
    }

    /// The record judged last.
    public private(set) var last: ChainPoint
    private var verifier: ChainVerifier

    public init(after point: ChainPoint) {
        last = point
        verifier = ChainVerifier(after: point)
    }

    /// - Parameter line: a record, without its LF.
    public mutating func take(record line: UnsafeRawBufferPointer) throws(Problem) {
        guard verifier.difference(of: line) == nil else { throw .broken(last.sequence + 1) }
        last = verifier.last
    }

    public mutating func take(_ proof: OmissionProof) throws(Problem) {
        guard proof.sequence == last.sequence + 1, let hash = proof.hash(after: last.hash) else {
            throw .broken(last.sequence + 1)
        }
        last = ChainPoint(sequence: proof.sequence, hash: hash)
        verifier = ChainVerifier(after: last)
    }

    /// Goes on behind records that were deleted. What they said is in no hash here: that they were there is the word of whoever signs.
    public mutating func pass(_ stretch: DeletedStretch) throws(Problem) {
        guard stretch.first == last.sequence + 1, stretch.previousHash == last.hash else {
            throw .broken(stretch.first)
        }
        last = ChainPoint(sequence: stretch.last, hash: stretch.lastHash)
        verifier = ChainVerifier(after: last)
    }
}

extension ExportChain.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let sequence): "record \(sequence) is neither there nor proven"
        case .broken(let sequence): "record \(sequence) does not follow the one before, or was edited"
        case .checkpoint(let sequence): "a checkpoint names another hash for record \(sequence)"
        case .end: "the last record is not the one that the manifest names"
        }
    }
}
