import Dispatch
import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

/// T47: an export of a trail from whose middle records were deleted after their time.
@Suite struct `An export past deleted records` {
    private let folder: TemporaryFolder
    private let audit: String
    private let deleted: DeletedStretch
    private let last: UInt64

    init() throws {
        folder = try TemporaryFolder()
        audit = folder.path + "/audit"
        var settings = TrailSettings(node: "gw01", version: "0.1.0")
        settings.segmentBytes = 2000
        let clock = ManualClock(Sample.start)
        let trail = try AuditTrail(
            directory: audit, settings: settings, clock: clock.clock, ids: EventIDSource(origin: 7))
        defer { trail.close() }
        let lane = trail.lane()
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 8))
        func record(_ event: AuditEvent) throws(AuditFailure) {
            clock.advance(by: .seconds(1))
            let written = DispatchSemaphore(value: 0)
            let body = composer.compose(AuditEntry(event, at: clock.now)) { Array($0) }
            try body.withUnsafeBytes { bytes in
                Result { () throws(AuditFailure) in try lane.append(bytes) { _ in written.signal() } }
            }.get()
            written.wait()
        }
        for _ in 0..<40 { try record(.warningsTested) }
        let later = Sample.start + .seconds(20 * 366 * 86_400)
        var keeper = try SegmentKeeper(directory: audit, rules: .init(), external: [])
        let surveys = try keeper.standings(at: later, holds: []).compactMap(\.survey)
        let holds = surveys.enumerated().filter { $0.offset != 1 }.map { index, survey in
            LegalHold(id: "h-\(index)", from: survey.firstTime, to: survey.lastTime + .milliseconds(1))
        }
        let gone = try keeper.deleteDue(at: later, holds: { holds }) { (event) throws(AuditFailure) in
            try record(event)
        }
        deleted = try #require(gone.count == 1 ? gone.first : nil)
        last = trail.counters.last.sequence
    }

    private func pieces() throws -> [RecordExtract] {
        var pieces: [RecordExtract] = []
        var criteria = RecordCriteria()
        criteria.type = .warningsTested
        repeat {
            let piece = try TrailExtract.next(
                in: audit, criteria, after: pieces.last?.last ?? 0, through: last, limits: .init(bytes: 3000))
            pieces.append(RecordExtract(piece, checkpoints: []))
        } while pieces.last?.goesOn ?? false
        return pieces
    }

    private func exported(_ pieces: [RecordExtract], as name: String = "export") throws -> ExportCheck {
        let path = folder.path + "/" + name
        var export = try ExportFolder(path, table: true, mark: false)
        for piece in pieces { try export.add(piece) }
        try export.finish([], at: Sample.start, by: nil)
        return ExportCheck(folder: path)
    }

    @Test(.timeLimit(.minutes(1))) func `is one chain, counts them, and says what it does not show`() throws {
        let pieces = try pieces()
        #expect(pieces.count > 2)
        let verdict = try exported(pieces).verify()
        #expect(verdict.manifest.deleted == deleted.count)
        #expect(verdict.manifest.firstSeq == 1 && verdict.manifest.lastSeq == last)
        let there = UInt64(verdict.manifest.records + verdict.manifest.omitted)
        #expect(there + deleted.count == last)
        #expect(verdict.notExcluded.contains(.deletedBeforeTheirTime))
    }

    @Test(.timeLimit(.minutes(1))) func `from the desk's page has what was deleted in its place, and counts the rest`()
        async throws
    {
        var criteria = RecordCriteria()
        criteria.type = .warningsTested
        let last = last
        let search = TrailSearch(directory: audit, acknowledged: { last })
        #expect(try await search.deleted() == [deleted])
        let takings = try await RecordTakings(criteria, of: search, limits: .init(records: 1000, bytes: 1 << 20))
        let place = try #require(takings.lines.firstIndex(of: .deleted(deleted)))
        #expect(place > 0 && place < takings.lines.count - 1)
        let end = takings.end
        #expect(end.first == 1 && end.last == last && end.deleted == deleted.count)
        #expect(UInt64(end.records + end.omitted) + end.deleted == last && end.records == takings.lines.count - 1)
        await #expect(throws: RecordTakings.Problem.self) {
            _ = try await RecordTakings(criteria, of: search, limits: .init(records: 9, bytes: 1 << 20))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `is in the snapshot of an incident, whose report says so`() throws {
        let key = try HeldCheckpointKey(DocumentSigningKey.generate(.ed25519))
        let (from, to) = (Sample.start, Sample.start + .seconds(3600))
        let window = try IncidentWindow(
            of: audit, from: from, to: to, into: folder.path + "/incident", by: key, at: to)
        #expect(window.deleted == deleted.count && window.records + Int(deleted.count) == Int(last))
        #expect(try ExportCheck(folder: folder.path + "/incident").verify().manifest.deleted == deleted.count)
    }

    @Test func `is broken where the deletion is left out, or says another place in the chain`() throws {
        let forged = DeletedStretch(
            first: deleted.first, last: deleted.last, previousHash: deleted.previousHash, lastHash: Sample.digest(9))
        let shorter = DeletedStretch(
            first: deleted.first, last: deleted.last - 1, previousHash: deleted.previousHash,
            lastHash: deleted.lastHash)
        let elsewhere = DeletedStretch(
            first: deleted.first, last: deleted.last, previousHash: Sample.digest(9), lastHash: deleted.lastHash)
        for (number, stretch) in [nil, forged, shorter, elsewhere].enumerated() {
            let pieces = try pieces().map { piece in
                let lines = stretch.map { [String(decoding: $0.line.dropLast(), as: UTF8.self)] } ?? []
                return RecordExtract(
                    records: piece.records, omitted: piece.omitted, deleted: piece.deleted.isEmpty ? [] : lines,
                    first: piece.first, last: piece.last, previousHash: piece.previousHash, lastHash: piece.lastHash,
                    goesOn: piece.goesOn, checkpoints: [])
            }
            let check = try exported(pieces, as: "export-\(number)")
            #expect(throws: ExportCheck.Failure.self) { try check.verify() }
        }
    }

    @Test func `is vouched for by no checkpoint of a record that is not there, but for the last of them`() throws {
        let key = try DocumentSigningKey.generate(.ed25519)
        func count(at sequence: UInt64) throws -> Int {
            let path = folder.path + "/checkpoints-\(sequence)"
            let statement = Checkpoint.Statement(
                ChainPoint(sequence: sequence, hash: deleted.lastHash), at: Sample.start, host: "gw01")
            let id = try key.verificationKey.fingerprint
            let checkpoint = Checkpoint(
                statement, keyID: id, algorithm: .ed25519,
                signature: try key.signature(over: statement.bytes(keyID: id, algorithm: .ed25519)))
            _ = try PrivateFile.create(path, checkpoint.line)
            var points = ExportPoints(1, last, without: [deleted], by: [try key.verificationKey])
            try points.read(path)
            return points.count
        }
        #expect(try count(at: deleted.first) == 0)
        #expect(try count(at: deleted.last) == 1)
        #expect(try count(at: deleted.last + 1) == 1)
    }
}
