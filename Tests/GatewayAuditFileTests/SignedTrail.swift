import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import Synchronization

@testable import GatewayAuditFile

/// A closed trail of three segments with a checkpoint behind every second record, and a copy of the checkpoints elsewhere.
struct SignedTrail {
    let trail: TrailFixture
    let key: DocumentSigningKey
    /// Outside the trail's folder.
    let copy: String

    init(_ algorithm: DocumentAlgorithm = .ed25519) throws {
        trail = try TrailFixture()
        key = try DocumentSigningKey.generate(algorithm)
        copy = trail.path + "-copy.ndjson"
        try trail.writeThreeSegments()
        try CheckpointKeyPaper.put(key.verificationKey, in: trail.path)
        try sign(after: .origin)
        try keepCopy()
    }

    /// Reads what there is behind `point` and signs it as a node does.
    @discardableResult
    func sign(
        after point: ChainPoint, with other: DocumentSigningKey? = nil, at time: UnixTime = TrailFixture.time
    ) throws -> Witnessed {
        let witnessed = Witnessed()
        let signer = CheckpointSigner(
            try CheckpointFile(in: trail.path), after: point, key: try HeldCheckpointKey(other ?? key), host: "gw01",
            rhythm: CheckpointRhythm(records: 2), clock: { time }, observer: witnessed)
        var cursor = TrailCursor(directory: trail.path, after: point.sequence)
        let last = try HeadLine.point(from: trail.read(HeadFile.name))?.sequence ?? 0
        while cursor.position < last {
            guard case .next = signer.take(try cursor.next(through: last)) else { break }
        }
        signer.finish()
        return witnessed
    }

    func keepCopy() throws { try trail.write("../audit-copy.ndjson", try trail.read(CheckpointFile.name)) }

    /// Against what was kept elsewhere alone: the key and the copy.
    func examine(own: Bool = false, outside: Bool = true, asOf: UnixTime? = nil) throws -> TrailExamination {
        try AuditVerifier.examine(
            directory: trail.path,
            against: AnchorSources(
                files: outside ? [copy] : [], keys: [try key.verificationKey], includesOwn: own,
                asOf: asOf))
    }

    func found(own: Bool = false, outside: Bool = true) throws -> ChainBreak? {
        switch try examine(own: own, outside: outside).verification {
        case .whole: nil
        case .broken(let chainBreak): chainBreak
        }
    }

    /// The trail up to a record, or all of it, written anew with fitting hashes and a fitting head, as whoever can write to the folder can.
    func rewrite(keeping records: Int? = nil, changing changed: Int? = nil) throws {
        var chain = ChainWriter(after: .origin)
        var sequence = 0
        for name in try trail.segmentFiles {
            var written = RecordBuffer()
            for line in try trail.read(name).split(separator: 0x0A) {
                sequence += 1
                if let records, sequence > records { break }
                var body = Self.body(of: Array(line))
                if sequence == changed { body[body.count - 3] ^= 1 }
                body.withUnsafeBytes { chain.append($0, to: &written) }
            }
            let bytes = written.withBytes { Array($0) }
            if bytes.isEmpty { trail.remove(name) } else { try trail.write(name, bytes) }
        }
        try trail.write(HeadFile.name, HeadLine.bytes(for: chain.last))
    }

    /// What stands between `seq` and `prev_hash`.
    private static func body(of line: [UInt8]) -> [UInt8] {
        let start = line.firstIndex(of: 0x2C) ?? 0
        return Array(line[start..<(line.count - 154)])
    }
}

/// What a signer told.
final class Witnessed: CheckpointObserver {
    struct Facts {
        var signed: [UInt64] = []
        var failures: [String] = []
        var breaks: [ChainBreak] = []
        var closed: [UInt64] = []
    }

    private let facts = Mutex(Facts())
    var all: Facts { facts.withLock { $0 } }

    func signed(_ checkpoints: [Checkpoint]) { facts.withLock { $0.signed += checkpoints.map(\.point.sequence) } }
    func failed(_ why: String) { facts.withLock { $0.failures.append(why) } }
    func found(_ chainBreak: ChainBreak) { facts.withLock { $0.breaks.append(chainBreak) } }
    func closed(_ segment: SegmentName) { facts.withLock { $0.closed.append(segment.first) } }
}
