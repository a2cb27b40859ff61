import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import Glibc
import Testing

@testable import GatewayAuditFile

/// T25: what the folder alone cannot show, because whoever can write to it can make it fit.
@Suite struct `Signed checkpoints show` {
    private let signed: SignedTrail
    private var trail: TrailFixture { signed.trail }

    init() throws { signed = try SignedTrail() }

    @Test(arguments: DocumentAlgorithm.allCases)
    func `nothing where nothing was changed`(algorithm: DocumentAlgorithm) throws {
        let signed = try SignedTrail(algorithm)
        let found = try signed.examine(own: true)
        guard case .whole(9, segments: 3, _, unfinishedBytes: 0) = found.verification else {
            Issue.record("\(found)")
            return
        }
        #expect(found.anchors.own == 5)
        #expect(found.anchors.outside == 5)
        #expect(found.anchors.last == 9)
        #expect(found.anchors.lastOutside == 9)
        #expect(!found.anchors.keysAreOwn)
    }

    @Test func `that the end was cut off, and the head cut to fit`() throws {
        try signed.rewrite(keeping: 6)
        #expect(try AuditVerifier.examine(directory: trail.path, against: .none).verification.isWhole)
        let expected = ChainBreak(
            file: signed.copy, line: 4, sequence: 8, difference: .checkpointBeyond(end: 6))
        #expect(try signed.found() == expected)
        // Beside the segments too, as long as they were forgotten there.
        #expect(try trail.verifiedBreak()?.difference == .checkpointBeyond(end: 6))
    }

    @Test func `that everything was rewritten with fitting hashes from a record on, and which checkpoint shows it`()
        throws
    {
        for changed in 1...9 {
            let signed = try SignedTrail()
            try signed.rewrite(changing: changed)
            #expect(try AuditVerifier.examine(directory: signed.trail.path, against: .none).verification.isWhole)
            // The first checkpoint that covers the record: behind every second, and at the end.
            let sequence = min(UInt64((changed + 1) / 2 * 2), 9)
            let found = try signed.found()
            #expect(found?.sequence == sequence, "record \(changed)")
            #expect(found?.difference == .checkpointHash)
            #expect(found?.file == signed.copy)
        }
    }

    @Test func `that an older copy of the whole folder was put in its place, though it fits by itself`() throws {
        let names = try trail.segmentFiles + [HeadFile.name, CheckpointFile.name]
        let old = try names.map { try trail.read($0) }
        let node = try trail.open()
        for number in 1...4 { try node.lane().appendDurably("later \(number)") }
        node.close()
        try signed.sign(after: CheckpointFile(in: trail.path).last?.point ?? .origin)
        try signed.keepCopy()
        for (name, bytes) in zip(names, old) { try trail.write(name, bytes) }
        #expect(try trail.verify().isWhole, "the folder by itself fits")
        #expect(try signed.found()?.difference == .checkpointBeyond(end: 9))
    }

    @Test func `that it went on from an older copy`() throws {
        let names = try trail.segmentFiles + [HeadFile.name, CheckpointFile.name]
        let old = try names.map { try trail.read($0) }
        func goOn(_ what: String) throws {
            let node = try trail.open()
            for number in 1...4 { try node.lane().appendDurably("\(what) \(number)") }
            node.close()
            try signed.sign(after: CheckpointFile(in: trail.path).last?.point ?? .origin)
        }
        try goOn("first")
        try signed.keepCopy()
        for (name, bytes) in zip(names, old) { try trail.write(name, bytes) }
        try goOn("second")
        #expect(try trail.verify().isWhole, "the folder by itself fits, its own checkpoints included")
        #expect(try signed.found()?.difference == .checkpointHash)
    }

    @Test func `that the beginning was cut off and the rest numbered and chained anew`() throws {
        let names = try trail.segmentFiles
        trail.remove(names[0])
        #expect(try signed.found()?.sequence == 1)
        var chain = ChainWriter(after: .origin)
        for (index, name) in names.dropFirst().enumerated() {
            var written = RecordBuffer()
            for line in try trail.read(name).split(separator: 0x0A) {
                let start = line.firstIndex(of: 0x2C) ?? 0
                Array(line[start..<(line.endIndex - 154)]).withUnsafeBytes { chain.append($0, to: &written) }
            }
            trail.remove(name)
            try trail.write(SegmentName(first: UInt64(1 + 3 * index)).file, written.withBytes { Array($0) })
        }
        try trail.write(HeadFile.name, HeadLine.bytes(for: chain.last))
        #expect(try AuditVerifier.examine(directory: trail.path, against: .none).verification.isWhole)
        #expect(try signed.found()?.difference == .checkpointHash)
        #expect(try signed.found()?.sequence == 2)
    }

    @Test func `that they were signed by somebody else, after everything was rewritten`() throws {
        try signed.rewrite(changing: 1)
        trail.remove(CheckpointFile.name)
        let forger = try DocumentSigningKey.generate(.ed25519)
        try CheckpointKeyPaper.put(forger.verificationKey, in: trail.path)
        try signed.sign(after: .origin, with: forger)
        #expect(try trail.verify().isWhole, "the folder by itself fits, the key in it included")
        #expect(try signed.found(own: true, outside: false)?.difference == .checkpointKey(forger.fingerprint))
        #expect(try signed.found()?.difference == .checkpointHash)
    }

    @Test func `at any byte, where one of them was edited`() throws {
        let original = try trail.read(CheckpointFile.name)
        let line = original.prefix(while: { $0 != 0x0A }).count
        for at in 0..<line {
            var edited = original
            edited[at] ^= 1
            try trail.write(CheckpointFile.name, edited)
            #expect(try trail.verifiedBreak()?.difference.witness == .checkpoint, "byte \(at)")
        }
    }

    @Test func `no break behind a line that is being written`() throws {
        try trail.write(CheckpointFile.name, try trail.read(CheckpointFile.name) + Array("{\"format\":".utf8))
        #expect(try trail.verify().isWhole)
        let file = try CheckpointFile(in: trail.path)
        #expect(file.last?.point.sequence == 9)
        #expect(try trail.read(CheckpointFile.name).last == 0x0A, "cut off before the next is written")
    }

    @Test func `a node that starts on a trail which was cut, rewritten or emptied, and it refuses`() throws {
        try signed.rewrite(keeping: 6)
        let cut = ChainBreak(
            file: CheckpointFile.name, line: 0, sequence: 9, difference: .checkpointBeyond(end: 6))
        #expect(throws: AuditTrail.OpenFailure.broken(cut)) { try trail.open() }
        for name in try trail.segmentFiles + [HeadFile.name] { trail.remove(name) }
        #expect(throws: AuditTrail.OpenFailure.self) { try trail.open() }

        let other = try SignedTrail()
        try other.rewrite(changing: 8)
        let rewritten = ChainBreak(file: CheckpointFile.name, line: 0, sequence: 9, difference: .checkpointHash)
        #expect(throws: AuditTrail.OpenFailure.broken(rewritten)) { try other.trail.open() }
    }

    @Test func `that a trail was set aside, and is still there`() throws {
        try signed.rewrite(keeping: 6)
        try trail.write(HeadFile.name, [])
        let node = try trail.open(TrailFixture.settings { $0.brokenTrail = .setAside })
        try node.lane().appendDurably("new")
        node.close()
        #expect(try !DiskFolder(trail.path, isMade: false).names().contains(CheckpointFile.name))
        let found = try signed.examine()
        // Up to record 6 the broken trail holds what was signed; what was cut off it is gone for good.
        #expect(found.anchors.setAside == 3)
        guard case .broken(let chainBreak) = found.verification else {
            Issue.record("\(found)")
            return
        }
        #expect(chainBreak.sequence == 8)
        #expect(try trail.records().contains { LogGap.continued(by: $0) == "broken-1" })
    }

    // MARK: Beside a trail that was rewritten

    /// The lines of the trail as it was signed, with their numbers.
    private func lines() throws -> [[UInt8]] {
        try trail.segmentFiles.flatMap { try trail.read($0).split(separator: 0x0A).map { Array($0) + [0x0A] } }
    }

    private func putAside(_ lines: [[UInt8]]) throws {
        #expect(mkdir(trail.path + "/broken-1", 0o700) == 0)
        try trail.write("broken-1/" + SegmentName(first: 1).file, lines.flatMap(\.self))
    }

    @Test func `that everything was rewritten, though the records they name were put into a folder beside it`() throws {
        let all = try lines()
        try signed.rewrite(changing: 1)
        trail.remove(CheckpointFile.name)
        try putAside([1, 3, 5, 7, 8].map { all[$0] })
        #expect(try signed.found()?.difference == .checkpointHash)
        #expect(try signed.found()?.sequence == 2)
        // The node that looks at itself, against a copy that it keeps.
        #expect(try signed.examine(own: true).anchors.setAside == 0)
    }

    @Test func `that the end was cut off, though the records they name were put into a folder beside it`() throws {
        let all = try lines()
        try signed.rewrite(keeping: 6)
        trail.remove(CheckpointFile.name)
        try putAside([7, 8].map { all[$0] })
        #expect(try signed.found()?.difference == .checkpointBeyond(end: 6))
    }

    @Test func `that a trail lies beside another that does not say it goes on from it`() throws {
        let all = try lines()
        try signed.rewrite(changing: 1)
        trail.remove(CheckpointFile.name)
        try putAside(all)
        #expect(try signed.found()?.difference == .checkpointHash)
    }

    @Test func `that a trail was set aside whole, as far as it holds together from its first record on`() throws {
        let all = try lines()
        try trail.write(HeadFile.name, [])
        try trail.open(TrailFixture.settings { $0.brokenTrail = .setAside }).close()
        let found = try signed.examine()
        #expect(found.verification.isWhole)
        #expect(found.anchors.setAside == 5)
        // One record edited in it: what was signed behind it proves nothing any more.
        for name in try DiskFolder(trail.path + "/broken-1", isMade: false).segments() {
            try trail.write("broken-1/" + name.file, [])
        }
        var edited = all
        edited[4][30] ^= 1
        try trail.write("broken-1/" + SegmentName(first: 1).file, edited.flatMap(\.self))
        #expect(try signed.examine().anchors.setAside == 2)
        #expect(try signed.found() != nil)
    }

    // MARK: Records that were deleted

    /// Takes the first segment away, as whoever can write to the folder can: what is left of it, and a record that says so.
    private func deleteFirst(saying time: UnixTime, signedAt signing: UnixTime? = nil) throws -> DeletedStretch {
        let name = try #require(try trail.segmentFiles.first)
        let survey = try #require(
            try SegmentSurvey(SegmentName(first: 1), in: DiskFolder(trail.path, isMade: false), external: []))
        let node = try AuditTrail(
            directory: trail.path, settings: TrailFixture.settings(), clock: { time }, ids: EventIDSource(origin: 2))
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 7))
        let body = composer.compose(AuditEntry(.logDeleted(survey.stretch, .retention), at: time)) { Array($0) }
        let answer = Answer()
        let lane = node.lane()
        try body.withUnsafeBytes { bytes in
            Result { () throws(AuditFailure) in try lane.append(bytes) { answer.give($0) } }
        }.get()
        try answer.wait().get()
        node.close()
        try trail.write(survey.segment.deletedFile, survey.stretch.line)
        trail.remove(name)
        if let signing {
            try signed.sign(after: CheckpointFile(in: trail.path).last?.point ?? .origin, at: signing)
            try signed.keepCopy()
        }
        return survey.stretch
    }

    private static let year = RetentionRules.floor

    @Test func `that records were deleted before their time`() throws {
        _ = try deleteFirst(saying: TrailFixture.time + Self.year - .milliseconds(1))
        #expect(try AuditVerifier.examine(directory: trail.path, against: .none).verification.isWhole)
        let expected = ChainBreak(file: signed.copy, line: 1, sequence: 1, difference: .deletedEarly)
        #expect(try signed.found() == expected)
    }

    @Test func `nothing where they were deleted after it, and how many of them can tell no more`() throws {
        _ = try deleteFirst(saying: TrailFixture.time + Self.year)
        let found = try signed.examine(asOf: TrailFixture.time + Self.year)
        #expect(found.verification.isWhole)
        #expect(found.anchors.deleted == 1)
        #expect(found.anchors.outside == 4)
        #expect(found.anchors.undatedDeletions == 0)
    }

    @Test func `that the record of a deletion tells of a time that has not come`() throws {
        _ = try deleteFirst(saying: TrailFixture.time + Self.year)
        let now = TrailFixture.time + Self.year - .seconds(1)
        guard case .broken(let found) = try signed.examine(asOf: now).verification else {
            Issue.record("not found")
            return
        }
        #expect(found.difference == .deletedEarly)
    }

    /// Decision 0046: by days, a deletion when it was due is no fault of the trail. By more, the clock may be right, and the node's was put forward.
    @Test(arguments: [(0, true), (3, true), (7, true), (8, false), (400, false)])
    func
        `nothing to a clock that is days behind what they were signed by, and to one that is further behind the deletion`(
            days: Int, isWhole: Bool
        ) throws
    {
        let due = TrailFixture.time + Self.year
        _ = try deleteFirst(saying: due, signedAt: due)
        let found = try signed.examine(asOf: due - .seconds(days * 86_400)).verification
        #expect(found.isWhole == isWhole)
        guard case .broken(let chainBreak) = found else { return }
        #expect(chainBreak.difference == .deletedEarly)
    }

    @Test func `a deletion before its time also to a clock that is behind`() throws {
        let early = TrailFixture.time + Self.year - .milliseconds(1)
        _ = try deleteFirst(saying: early + .seconds(86_400), signedAt: early)
        #expect(try !signed.examine(asOf: early - .seconds(86_400)).verification.isWhole)
        #expect(try !signed.examine(asOf: early + .seconds(86_400)).verification.isWhole)
    }

    @Test func `that the record of a deletion tells of a later time than what signed it`() throws {
        _ = try deleteFirst(
            saying: TrailFixture.time + Self.year, signedAt: TrailFixture.time + .seconds(86_400))
        #expect(try signed.found()?.difference == .deletedEarly)
    }

    @Test func `that nobody knows how old records were that were deleted before any of them`() throws {
        _ = try deleteFirst(saying: TrailFixture.time + Self.year)
        let lines = try trail.read(CheckpointFile.name).split(separator: 0x0A).map { Array($0) + [0x0A] }
        try trail.write("../audit-copy.ndjson", lines.dropFirst().flatMap(\.self))
        let found = try signed.examine()
        #expect(found.verification.isWhole)
        #expect(found.anchors.undatedDeletions == 1)
    }
}

extension AuditVerification {
    var isWhole: Bool {
        switch self {
        case .whole: true
        case .broken: false
        }
    }
}
