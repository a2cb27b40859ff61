import GatewayAudit
import Testing

@testable import GatewayAuditFile

/// Every way to change a closed trail without rewriting everything behind the change, its head included.
@Suite struct `A trail that was tampered with is found broken` {
    private let trail: TrailFixture

    init() throws {
        trail = try TrailFixture()
        try trail.writeThreeSegments()
    }

    @Test func `but not when nothing was changed`() throws {
        guard case .whole(let records, let segments, let last, unfinishedBytes: 0) = try trail.verify() else {
            Issue.record("\(try trail.verify())")
            return
        }
        #expect(records == 9)
        #expect(segments == 3)
        #expect(last.sequence == 9)
    }

    @Test func `at any byte of any file, where a segment was edited`() throws {
        for name in try trail.segmentFiles + [HeadFile.name] {
            let original = try trail.read(name)
            for at in original.indices {
                var edited = original
                edited[at] ^= at.isMultiple(of: 2) ? 0x01 : 0x20
                let found = try trail.verifiedBreak(with: edited, in: name)
                let line = original[..<at].count { $0 == 0x0A } + 1
                #expect(found != nil, "\(name), byte \(at)")
                if name != HeadFile.name { #expect(found?.file == name && found?.line == line, "\(name), byte \(at)") }
            }
        }
    }

    @Test func `at any length, where a segment was cut`() throws {
        for name in try trail.segmentFiles {
            let original = try trail.read(name)
            for length in original.indices {
                #expect(
                    try trail.verifiedBreak(with: Array(original[..<length]), in: name) != nil,
                    "\(name) cut to \(length)")
            }
        }
    }

    @Test func `where a record was dropped, doubled, moved or put in`() throws {
        let name = try trail.segmentFiles[1]
        let lines = try trail.read(name).split(separator: 0x0A, omittingEmptySubsequences: true).map {
            Array($0) + [0x0A]
        }
        let others = try trail.read(trail.segmentFiles[0]).split(separator: 0x0A).map { Array($0) + [0x0A] }
        let dropped = try trail.verifiedBreak(with: lines[0] + lines[2], in: name)
        #expect(dropped == ChainBreak(file: name, line: 2, sequence: 5, difference: .sequence(found: 6)))
        let droppedLast = try trail.verifiedBreak(with: lines[0] + lines[1], in: name)
        #expect(
            droppedLast
                == ChainBreak(file: try trail.segmentFiles[2], line: 1, sequence: 6, difference: .sequence(found: 7)))
        let doubled = try trail.verifiedBreak(with: lines[0] + lines[1] + lines[1] + lines[2], in: name)
        #expect(doubled == ChainBreak(file: name, line: 3, sequence: 6, difference: .sequence(found: 5)))
        let moved = try trail.verifiedBreak(with: lines[0] + lines[2] + lines[1], in: name)
        #expect(moved == ChainBreak(file: name, line: 2, sequence: 5, difference: .sequence(found: 6)))
        let inserted = try trail.verifiedBreak(with: lines[0] + others[1] + lines[1] + lines[2], in: name)
        #expect(inserted == ChainBreak(file: name, line: 2, sequence: 5, difference: .sequence(found: 2)))
        let blank = try trail.verifiedBreak(with: lines[0] + [0x0A] + lines[1] + lines[2], in: name)
        #expect(blank == ChainBreak(file: name, line: 2, sequence: 5, difference: .malformed))
    }

    @Test(arguments: [
        (0, 1, ChainBreak.Difference.sequence(found: 4)), (1, 4, .sequence(found: 7)), (2, 7, .missing(upTo: 9)),
    ])
    func `where a segment was removed`(index: Int, sequence: UInt64, difference: ChainBreak.Difference) throws {
        trail.remove(try trail.segmentFiles[index])
        let found = try #require(try trail.verifiedBreak())
        #expect(found.sequence == sequence)
        #expect(found.difference == difference)
    }

    @Test func `where two segments changed places`() throws {
        let names = try trail.segmentFiles
        trail.rename(names[0], to: "x")
        trail.rename(names[1], to: names[0])
        trail.rename("x", to: names[1])
        #expect(
            try trail.verifiedBreak()
                == ChainBreak(file: names[0], line: 1, sequence: 1, difference: .sequence(found: 4)))
    }

    @Test func `where a segment has another name`() throws {
        let names = try trail.segmentFiles
        trail.rename(names[1], to: SegmentName(first: 5).file)
        #expect(
            try trail.verifiedBreak()
                == ChainBreak(file: SegmentName(first: 5).file, line: 1, sequence: 4, difference: .segmentName))
    }

    @Test func `where an empty segment was put in`() throws {
        try trail.write(SegmentName(first: 5).file, [])
        #expect(try trail.verifiedBreak()?.difference == .segmentName)
    }

    @Test func `where the head is gone`() throws {
        trail.remove(HeadFile.name)
        #expect(try trail.verifiedBreak()?.difference == .head)
    }

    @Test func `where everything is gone but the head`() throws {
        for name in try trail.segmentFiles { trail.remove(name) }
        #expect(
            try trail.verifiedBreak()
                == ChainBreak(file: HeadFile.name, line: 0, sequence: 1, difference: .missing(upTo: 9)))
    }

    @Test func `where the end was rewritten with right hashes but the head was not`() throws {
        let name = try trail.segmentFiles[2]
        let lines = try trail.read(name).split(separator: 0x0A).map(Array.init)
        let frame = try #require(
            lines[1].withUnsafeBytes { bytes in RecordFrame(bytes).map { ($0.sequence, $0.hash) } })
        var forger = ChainWriter(after: ChainPoint(sequence: frame.0, hash: frame.1))
        var buffer = RecordBuffer()
        TrailLane.body("forged").withUnsafeBytes { forger.append($0, to: &buffer) }
        let forged = lines[0] + [0x0A] + lines[1] + [0x0A] + buffer.withBytes { Array($0) }
        #expect(
            try trail.verifiedBreak(with: forged, in: name)
                == ChainBreak(file: name, line: 3, sequence: 9, difference: .headHash))
    }

    @Test func `and a folder without a trail is neither whole nor broken`() throws {
        for name in try trail.segmentFiles + [HeadFile.name] { trail.remove(name) }
        #expect(throws: AuditVerifier.Failure.notATrail(trail.path)) { try trail.verify() }
        #expect(throws: AuditVerifier.Failure.self) { try AuditVerifier.verify(directory: trail.path + "/none") }
    }
}
