import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import GatewayTesting
import Synchronization
import Testing

@testable import GatewayAuditFile

/// Records are deleted after their time, and the trail goes on proving itself (T47).
@Suite struct `Records whose time is over` {
    private let fixture: TrailFixture
    private let clock = ManualClock(TrailFixture.time)

    private static let year = Duration.seconds(366 * 86_400)

    init() throws { fixture = try TrailFixture() }

    /// A trail whose every day has a segment of its own, with what each day is about.
    private func write(_ days: [[AuditEvent]]) throws {
        for events in days {
            let trail = try open()
            for event in events { try record(event, in: trail) }
            trail.close()
            clock.advance(by: .seconds(86_400))
        }
        // The last two are never looked at.
        for _ in 0..<2 {
            try open().close()
            clock.advance(by: .seconds(86_400))
        }
    }

    /// - Parameter age: of a segment, before the next is begun.
    private func open(age: Duration = .seconds(3600)) throws -> AuditTrail {
        try AuditTrail(
            directory: fixture.path, settings: TrailFixture.settings { $0.segmentAge = age },
            clock: { [clock] in clock.now }, ids: EventIDSource(origin: 1))
    }

    private func record(_ event: AuditEvent, in trail: AuditTrail) throws(AuditFailure) {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 7))
        let body = composer.compose(AuditEntry(event, at: clock.now)) { Array($0) }
        let answer = Answer()
        let lane = trail.lane()
        try body.withUnsafeBytes { bytes in
            Result { () throws(AuditFailure) in try lane.append(bytes) { answer.give($0) } }
        }.get()
        try answer.wait().get()
    }

    private func keep(
        _ rules: RetentionRules = .init(), holds: [LegalHold] = [], external: Set<RoleName> = []
    ) throws -> [DeletedStretch] {
        // Goes on with the last segment: none of the others becomes one of the deletable by it.
        let trail = try open(age: .seconds(100 * 366 * 86_400))
        defer { trail.close() }
        var keeper = try SegmentKeeper(directory: fixture.path, rules: rules, external: external)
        return try keeper.deleteDue(at: clock.now, holds: { holds }) { (event) throws(AuditFailure) in
            try record(event, in: trail)
        }
    }

    private let access = AuditEvent.loginOK
    private let rights = AuditEvent.enable(Sample.name("kim-7f3a"))

    @Test func `are there for two years, and gone at the next look after them, while the chain holds`() throws {
        try write([[access], [access]])
        let before = try fixture.records().count
        clock.set(TrailFixture.time + Self.year + Self.year - .milliseconds(1))
        #expect(try keep().isEmpty)
        #expect(try fixture.verifiedBreak() == nil)
        clock.set(TrailFixture.time + Self.year + Self.year + .seconds(2 * 86_400))
        let deleted = try keep()
        #expect(deleted.count == 2)
        #expect(try fixture.verifiedBreak() == nil)
        let left = try fixture.records()
        #expect(left.first.flatMap(\.sequence) == Int(deleted[1].last) + 1)
        let told = left.filter { $0.type == .logDeleted }.compactMap { $0.text(.cause) }
        #expect(told == ["retention", "retention", "restated"])
        #expect(before > left.count - told.count - 1)
        let names = try DiskFolder(fixture.path, isMade: false).names().filter { $0.hasSuffix(".deleted") }
        #expect(names == ["00000000000000000001.jsonl.deleted"], "what is left of both is one")
        #expect(try fixture.isWholeByTheDocument())
        fixture.remove(names[0])
        #expect(try !fixture.isWholeByTheDocument())
        #expect(try fixture.verifiedBreak() != nil)
    }

    @Test func `stay where one record of the segment is to be kept longer`() throws {
        try write([[access], [access, rights], [access]])
        clock.set(TrailFixture.time + Self.year + Self.year + .seconds(10 * 86_400))
        #expect(try keep().count == 2)
        #expect(try fixture.verifiedBreak() == nil)
        clock.set(TrailFixture.time + Self.year + Self.year + Self.year + .seconds(10 * 86_400))
        #expect(try keep().count >= 1)
        #expect(try fixture.verifiedBreak() == nil)
        #expect(try !fixture.records().contains { $0.type == .enable })
    }

    /// A trail that goes on behind records that were deleted from its middle: those before are kept longer.
    private func writeWithHole() throws -> DeletedStretch {
        try write([[access, rights], [access], [access]])
        clock.set(TrailFixture.time + Self.year + Self.year + .seconds(10 * 86_400))
        let deleted = try keep()
        #expect(deleted.count == 2)
        #expect(try fixture.verifiedBreak() == nil)
        return try #require(deleted[0].joined(with: deleted[1]))
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 4 << 20])
    func `leave a hole that an export goes past, saying so, and is one chain all the same`(bytes: Int) throws {
        let hole = try writeWithHole()
        let end = try #require(HeadLine.point(from: fixture.read(HeadFile.name))).sequence
        var chain = ExportChain(after: .origin)
        var deleted: [String] = []
        var seen: [Int] = []
        while chain.last.sequence < end {
            let piece = try TrailExtract.next(
                in: fixture.path, RecordCriteria(), after: chain.last.sequence, through: end,
                limits: .init(bytes: bytes))
            #expect(piece.first == chain.last.sequence + 1 && piece.previousHash == chain.last.hash)
            #expect(piece.omitted.isEmpty)
            var records = piece.records[...]
            var left = piece.deleted[...]
            while let line = records.first ?? left.first {
                if let text = left.first, let stretch = DeletedStretch(line: Array((text + "\n").utf8)),
                    stretch.first == chain.last.sequence + 1
                {
                    try chain.pass(stretch)
                    left.removeFirst()
                    continue
                }
                try Array(line.utf8).withUnsafeBytes { bytes in
                    Result { () throws(ExportChain.Problem) in try chain.take(record: bytes) }
                }.get()
                seen.append(Int(chain.last.sequence))
                records.removeFirst()
            }
            #expect(piece.last == chain.last.sequence && piece.lastHash == chain.last.hash)
            deleted += piece.deleted
            #expect(piece.goesOn == (piece.last < end))
        }
        #expect(deleted == [String(decoding: hole.line.dropLast(), as: UTF8.self)])
        #expect(seen == (try fixture.records().compactMap(\.sequence)))
    }

    @Test(.timeLimit(.minutes(1))) func `are no deletion where nothing tells of one: no export goes past that`() throws
    {
        let hole = try writeWithHole()
        fixture.remove(SegmentName(first: hole.first).deletedFile)
        let end = try #require(HeadLine.point(from: fixture.read(HeadFile.name))).sequence
        #expect(throws: TrailCursor.Failure.gone(sequence: hole.first, next: hole.last + 1)) {
            try TrailExtract.next(in: fixture.path, RecordCriteria(), after: 0, through: end)
        }
    }

    @Test func `of partners stay for three years after the end of the grant they name`() throws {
        let end = TrailFixture.time + .seconds(200 * 86_400)
        try write([[.grantChange(AuditTarget(.grant, "g-1"), Sample.name("doe-3c4d"), .added, until: end)]])
        clock.set(TrailFixture.time + Self.year + Self.year + Self.year + .seconds(86_400))
        #expect(try keep().isEmpty)
        clock.set(end + Self.year + Self.year + Self.year)
        #expect(try keep().count == 1)
    }

    @Test func `are kept a year and a day whatever the rules say`() throws {
        try write([[access]])
        let short = RetentionRules([.access: .seconds(86_400), .rights: .zero])
        clock.set(TrailFixture.time + Self.year - .milliseconds(1))
        #expect(try keep(short).isEmpty)
        clock.set(TrailFixture.time + Self.year)
        #expect(try keep(short).count == 1)
    }

    @Test func `are kept a year and a day after they were signed, however late that was`() throws {
        try write([[access]])
        let short = RetentionRules([.access: .zero, .rights: .zero, .policy: .zero])
        let signing = TrailFixture.time + .seconds(100 * 86_400)
        let last = try #require(try SegmentKeeper.firstSurvey(in: fixture.path)?.stretch)
        try CheckpointFile(in: fixture.path).append([
            Checkpoint(
                .init(ChainPoint(sequence: last.last, hash: last.lastHash), at: signing, host: "gw01"),
                keyID: Sample.digest(1), algorithm: .ed25519, signature: [1])
        ])
        clock.set(TrailFixture.time + Self.year + .seconds(86_400))
        #expect(try keep(short).isEmpty)
        clock.set(signing + Self.year + .seconds(60))
        #expect(try keep(short).count >= 1)
    }

    @Test func `are kept while somebody holds them, and only those`() throws {
        try write([[access], [access], [access]])
        clock.set(TrailFixture.time + Self.year + Self.year + .seconds(9 * 86_400))
        let second = TrailFixture.time + .seconds(86_400)
        let hold = LegalHold(id: "h-1", from: second, to: second + .seconds(60))
        var keeper = try SegmentKeeper(directory: fixture.path, rules: .init(), external: [])
        #expect(
            try keeper.standings(at: clock.now, holds: [hold]).map(\.state)
                == [.due, .held(by: ["h-1"]), .due, .open, .open])
        #expect(try keep(holds: [hold]).count == 2)
        #expect(try fixture.verifiedBreak() == nil)
        #expect(try keep(holds: [LegalHold(id: "h-2", from: nil, to: nil)]).isEmpty)
        #expect(try keep().count == 1)
        #expect(try fixture.verifiedBreak() == nil)
        #expect(TrailPieces.heads(in: fixture.path) == 1)
    }

    @Test func `are kept by a hold that comes while others are being deleted`() throws {
        try write([[access], [access]])
        clock.set(TrailFixture.time + Self.year + Self.year + .seconds(9 * 86_400))
        let trail = try open(age: .seconds(100 * 366 * 86_400))
        defer { trail.close() }
        var holds: [LegalHold] = []
        var keeper = try SegmentKeeper(directory: fixture.path, rules: .init(), external: [])
        let deleted = try keeper.deleteDue(at: clock.now, holds: { holds }) { (event) throws(AuditFailure) in
            try record(event, in: trail)
            holds = [LegalHold(id: "h-1", from: nil, to: nil)]
        }
        #expect(deleted.count == 1)
    }

    @Test func `are not deleted while nobody knows what is held`() throws {
        try write([[access]])
        clock.set(TrailFixture.time + .seconds(9 * 366 * 86_400))
        var keeper = try SegmentKeeper(directory: fixture.path, rules: .init(), external: [])
        #expect(throws: SegmentKeeper.Failure.holdsUnknown("no answer")) {
            try keeper.deleteDue(
                at: clock.now, holds: { () throws(SegmentKeeper.Failure) in throw .holdsUnknown("no answer") },
                record: { (_) throws(AuditFailure) in Issue.record("it was deleted") })
        }
    }

    @Test func `go by days, however wrong the clock is`() throws {
        try write(Array(repeating: [access], count: 9))
        clock.set(TrailFixture.time + .seconds(20 * 366 * 86_400))
        #expect(try keep().count == 4)
        #expect(try keep().count == 4)
        #expect(try fixture.verifiedBreak() == nil)
    }

    @Test func `stay where their segment is not whole, packed or not`() throws {
        try write([[access], [access]])
        let file = try #require(try fixture.segmentFiles.first)
        let original = try fixture.read(file)
        try fixture.write(file, Array(original.dropLast(3)))
        clock.set(TrailFixture.time + .seconds(9 * 366 * 86_400))
        #expect(try keep().count == 1)
        #expect(try fixture.segmentFiles.first == file)
        try fixture.write(file, original)
        _ = try SegmentPacker(directory: fixture.path).packNext()
        var packed = try fixture.read(file + ".gz")
        packed[packed.count - 1] ^= 1
        try fixture.write(file + ".gz", packed)
        #expect(try keep().isEmpty)
    }

    @Test func `that cannot be recorded as deleted are not deleted`() throws {
        try write([[access]])
        clock.set(TrailFixture.time + .seconds(9 * 366 * 86_400))
        var keeper = try SegmentKeeper(directory: fixture.path, rules: .init(), external: [])
        let files = try fixture.segmentFiles
        #expect(throws: SegmentKeeper.Failure.notRecorded(.diskFull)) {
            try keeper.deleteDue(at: clock.now, holds: { [] }) { (_) throws(AuditFailure) in throw .diskFull }
        }
        #expect(try fixture.segmentFiles == files)
    }

    @Test func `are told of again before the record that told of them goes`() throws {
        try write([[access]])
        clock.set(TrailFixture.time + Self.year + Self.year)
        #expect(try keep().count == 1)
        clock.advance(by: .seconds(86_400))
        // One is held all the while, so that what was deleted before it never joins what is deleted behind it.
        let heldFrom = clock.now
        try write([[access], [access], [access]])
        let hold = LegalHold(id: "h-1", from: heldFrom - .seconds(86_400 * 3), to: heldFrom)
        clock.set(heldFrom + Self.year + Self.year + .seconds(10 * 86_400))
        for _ in 0..<4 {
            _ = try keep(holds: [hold])
            #expect(try fixture.verifiedBreak() == nil)
        }
    }

    @Test func `leave a trail that is broken where nobody recorded it, or what is left says something else`() throws {
        try write([[access], [access]])
        clock.set(TrailFixture.time + Self.year + Self.year)
        let deleted = try #require(try keep().first)
        let head = SegmentName(first: 1).deletedFile
        let forged = DeletedStretch(
            first: 1, last: deleted.last, previousHash: deleted.previousHash, lastHash: Sample.digest(9))
        #expect(try fixture.verifiedBreak(with: forged.line, in: head)?.sequence == deleted.last + 1)
        #expect(try fixture.verifiedBreak(with: Array("{}\n".utf8), in: head)?.difference == .deletedHead)
        // Somebody takes the next segment away and writes what fits the chain.
        let next = try #require(try fixture.segmentFiles.first)
        var keeper = try SegmentKeeper(directory: fixture.path, rules: .init(), external: [])
        let survey = try #require(try keeper.standings(at: clock.now, holds: []).first?.survey)
        fixture.remove(next)
        try fixture.write(survey.segment.deletedFile, survey.stretch.line)
        let found = try #require(try fixture.verifiedBreak())
        #expect(found.difference == .deletedUnproven && found.sequence == survey.stretch.first)
        #expect(try !fixture.isWholeByTheDocument())
    }
}

extension SegmentKeeper {
    fileprivate static func firstSurvey(in directory: String) throws -> SegmentSurvey? {
        try SegmentSurvey(SegmentName(first: 1), in: DiskFolder(directory, isMade: false), external: [])
    }
}

extension TrailPieces {
    fileprivate static func heads(in directory: String) -> Int {
        (try? TrailPieces(DiskFolder(directory, isMade: false)).deleted.count) ?? -1
    }
}
