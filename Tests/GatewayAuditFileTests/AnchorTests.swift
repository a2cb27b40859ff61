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
