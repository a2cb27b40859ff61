import GatewayAudit
import GatewayAuditFile
import GatewayEvidence
import GatewayIdentity

/// What the trail's files say of a period: counted in one pass, after they were verified in another.
struct EvidenceTrail {
    private(set) var tally: EvidenceTally
    private(set) var chain: ChainEvidence

    /// - Parameters:
    ///   - begin: from when on records are read, where that is before the period: of older reports that are held against them.
    ///   - witnesses: what the trail is held against beside itself.
    init(
        _ folder: String, from: UnixTime, to: UnixTime, readSince begin: UnixTime?,
        against witnesses: CheckpointWitnesses
    ) throws {
        chain = try Self.verify(folder, witnesses)
        var tally = EvidenceTally(from: from, to: to)
        try AuditReader(directory: folder).forEachLine(since: min(begin ?? from, tally.begin)) { line in
            tally.take(line)
            return .next
        }
        self.tally = tally
        chain.first = tally.first
        chain.last = tally.last
        chain.isCutByDeletion = tally.isCutByDeletion
    }

    private static func verify(_ folder: String, _ witnesses: CheckpointWitnesses) throws -> ChainEvidence {
        let progress = VerificationProgress()
        defer { progress.end() }
        do throws(AuditVerifier.Failure) {
            let found = try AuditVerifier.examine(directory: folder, against: witnesses.sources) {
                progress.tell($0, of: $1)
            }
            var chain =
                switch found.verification {
                case .whole(let records, _, let last, _):
                    ChainEvidence(whole: true, records: records, lastSeq: last.sequence, lastHash: last.hash.hex)
                case .broken(let chainBreak): ChainEvidence(whole: false, difference: "\(chainBreak)")
                }
            chain.lastCheckpoint = found.anchors.last
            chain.lastCheckpointOutside = found.anchors.lastOutside
            chain.outsideFiles = witnesses.sources.files
            chain.outsideMissing = witnesses.missing
            return chain
        } catch {
            switch error {
            case .notATrail(let folder):
                throw CommandFailure(
                    .badInput, ["\(folder): holds no audit trail"],
                    hint: "Name the folder that 'audit' in the configuration names.")
            case .file(let failure):
                throw CommandFailure(
                    .badInput, [failure.description], hint: "Run it as the service's user, or as root.")
            }
        }
    }
}
