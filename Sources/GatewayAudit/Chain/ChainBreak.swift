public import GatewayIdentity

/// The first place where a trail is not what was written.
public struct ChainBreak: Error, Hashable, Sendable {
    /// The segment's file name, or the head's.
    public let file: String
    /// Line in that file, from 1; 0 where the file as a whole is meant.
    public let line: Int
    /// The record that should have been there.
    public let sequence: UInt64
    public let difference: Difference

    public enum Difference: Hashable, Sendable {
        /// Not a record: not of the canonical shape, or longer than a record can be.
        case malformed
        /// Another sequence number than the next: records are missing, doubled, moved or put in.
        case sequence(found: UInt64)
        /// It follows another record than the one before it.
        case previousHash
        /// Its bytes were changed after it was written.
        case hash
        /// The line, and with it the record, ends early.
        case truncated
        /// The trail ends before the record that the head names as acknowledged.
        case missing(upTo: UInt64)
        /// The file's name is not the sequence number of its first record.
        case segmentName
        /// The head is not there, or not a head.
        case head
        /// The record that the head names has another hash.
        case headHash
        /// What is left of a deleted segment is not what its name says, or does not fit the chain.
        case deletedHead
        /// No record says that this was deleted.
        case deletedUnproven
        /// The packed segment is not one, or its checksum does not match.
        case damaged
        /// A line among the checkpoints is none.
        case checkpointMalformed
        /// It carries the name of a known key, and not its signature.
        case checkpointForged
        /// Nobody knows the key that signed it.
        case checkpointKey(SHA256Digest)
        /// A signed checkpoint has another hash for this record.
        case checkpointHash
        /// A signed checkpoint is of a record behind the end of the trail.
        case checkpointBeyond(end: UInt64)
        /// A signed checkpoint of records that were deleted, or of one before them, is younger than any deletion allows.
        case deletedEarly
    }

    /// What a break was found by.
    public enum Witness: String, CaseIterable, Sendable {
        case chain, head, checkpoint
    }

    public init(file: String, line: Int, sequence: UInt64, difference: Difference) {
        self.file = file
        self.line = line
        self.sequence = sequence
        self.difference = difference
    }
}

extension ChainBreak.Difference {
    public var witness: ChainBreak.Witness {
        switch self {
        case .malformed, .sequence, .previousHash, .hash, .truncated, .segmentName, .deletedHead, .deletedUnproven,
            .damaged:
            .chain
        case .missing, .head, .headHash: .head
        case .checkpointMalformed, .checkpointForged, .checkpointKey, .checkpointHash, .checkpointBeyond,
            .deletedEarly:
            .checkpoint
        }
    }
}

extension ChainBreak: CustomStringConvertible {
    public var description: String { "\(file):\(line): record \(sequence): \(difference)" }
}

extension ChainBreak.Difference: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed: "the line is not a record in canonical form"
        case .sequence(let found): "the sequence goes on with \(found) (records removed, doubled, moved or inserted)"
        case .previousHash: "prev_hash is not the hash of the record before (a record was replaced, moved or inserted)"
        case .hash: "hash does not match the record's bytes (the record was edited)"
        case .truncated: "the record is cut off"
        case .missing(let last): "records up to \(last) were acknowledged and are gone"
        case .segmentName: "the file name is not the sequence number of its first record"
        case .head: "the head file is missing or damaged"
        case .deletedHead: "what is left of deleted records does not fit the chain"
        case .deletedUnproven: "no record says that these records were deleted"
        case .damaged: "the packed segment cannot be unpacked (it was changed or cut)"
        case .headHash: "the head file names another hash for this record"
        case .checkpointMalformed: "the line is not a checkpoint in canonical form"
        case .checkpointForged: "the checkpoint's signature is not its key's (it was forged or edited)"
        case .checkpointKey(let id): "the checkpoint is signed with the key \(id.hex), which is not known here"
        case .checkpointHash:
            "a signed checkpoint has another hash for this record (the trail was rewritten from it or an earlier one on)"
        case .deletedEarly:
            "these records were deleted less than \(RetentionRules.floor.components.seconds / 86_400) days after a signed checkpoint of them, or of one before"
        case .checkpointBeyond(let end):
            "a signed checkpoint is of this record, and the trail ends at \(end) (the end was cut off, or an older copy put in its place)"
        }
    }
}
