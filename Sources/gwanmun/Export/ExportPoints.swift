import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity

/// Checkpoints of the records of an export: each must agree with it, and those whose signature is good vouch for it.
struct ExportPoints {
    private let range: ClosedRange<UInt64>
    private let deleted: [DeletedStretch]
    private let keys: [SHA256Digest: DocumentVerificationKey]
    private(set) var hashes: [UInt64: SHA256Digest] = [:]
    /// The last record that one names whose signature is good, and how many of those there are.
    private(set) var last: UInt64?
    private(set) var count = 0

    /// - Parameter deleted: of records in there nothing is held against a checkpoint, so that none of theirs vouches for anything.
    init(_ first: UInt64, _ last: UInt64, without deleted: [DeletedStretch], by keys: [DocumentVerificationKey]) {
        range = first...last
        self.deleted = deleted
        self.keys = Dictionary(keys.map { ($0.fingerprint, $0) }) { $1 }
    }

    mutating func read(_ path: String) throws {
        do {
            var lines = try CheckpointLines(path)
            while let piece = try lines.next() {
                let place = "\(path):\(lines.number)"
                guard case .checkpoint(let checkpoint, _) = piece else {
                    throw ExportCheck.Failure.differs("\(place): not a checkpoint")
                }
                try take(checkpoint, at: place)
            }
        } catch let failure as FileFailure {
            throw ExportCheck.Failure.differs(failure.description)
        }
    }

    private mutating func take(_ checkpoint: Checkpoint, at place: String) throws {
        let point = checkpoint.point
        guard range.contains(point.sequence),
            !deleted.contains(where: { ($0.first..<$0.last).contains(point.sequence) })
        else { return }
        // Of a key before the present one: it must agree, and vouches for nothing.
        if let key = keys[checkpoint.keyID] {
            guard checkpoint.verdict(by: key) == .genuine else {
                throw ExportCheck.Failure.differs("\(place): the checkpoint's signature is not its key's")
            }
            count += 1
            last = max(last ?? 0, point.sequence)
        }
        guard hashes[point.sequence] ?? point.hash == point.hash else {
            throw ExportCheck.Failure.differs("\(place): \(ExportChain.Problem.checkpoint(point.sequence))")
        }
        hashes[point.sequence] = point.hash
    }
}
