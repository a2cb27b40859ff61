import GatewayAudit
import Glibc
import Testing

@testable import GatewayAuditFile

/// Segments that are closed are kept as gzip.
@Suite struct `A packed segment` {
    private let fixture: TrailFixture

    init() throws {
        fixture = try TrailFixture()
        try fixture.writeThreeSegments()
    }

    private func packAll() throws {
        let packer = try SegmentPacker(directory: fixture.path)
        while try packer.packNext() != nil {}
    }

    @Test func `takes the place of every segment but the one that is written, and reads the same`() throws {
        let before = try fixture.records()
        let files = try fixture.segmentFiles
        try packAll()
        let names = try DiskFolder(fixture.path, isMade: false).names().filter { $0.contains("jsonl") }
        #expect(names == files.dropLast().map { $0 + ".gz" } + files.suffix(1))
        #expect(try fixture.records() == before)
        #expect(try fixture.verifiedBreak() == nil)
        #expect(try fixture.mode(of: names[0]) == 0o600)
        let page = try AuditReader(directory: fixture.path).page(
            TrailQuery(mentions: [], recordLimit: 1000, byteLimit: 1 << 20))
        #expect(page.records == before.reversed())
    }

    @Test func `goes on being continued by a node that starts anew`() throws {
        try packAll()
        let trail = try fixture.open()
        try trail.lane().appendDurably("after")
        trail.close()
        #expect(try fixture.verifiedBreak() == nil)
        #expect(try fixture.records().compactMap { $0.text(.path) }.last == "/after")
    }

    @Test func `is followed like any other`() throws {
        let all = try fixture.records().compactMap(\.sequence).map(UInt64.init)
        try packAll()
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        var read: [UInt64] = []
        while cursor.position < all.count {
            try cursor.next(through: UInt64(all.count), byteLimit: 1).forEach { sequence, _, _ in read.append(sequence)
            }
        }
        #expect(read == all)
    }

    @Test func `that is damaged anywhere is a broken trail, at the record that cannot be read`() throws {
        try packAll()
        let name = try #require(try fixture.segmentFiles.first) + ".gz"
        let original = try fixture.read(name)
        for index in original.indices where !(4..<10).contains(index) {
            var damaged = original
            damaged[index] ^= 1
            let found = try #require(try fixture.verifiedBreak(with: damaged, in: name), "byte \(index)")
            #expect(found.sequence == 1)
        }
    }

    @Test func `whose packing was interrupted at any step is packed the next time, and nothing is lost`() throws {
        let files = try fixture.segmentFiles
        let before = try fixture.records()
        let plain = try fixture.read(files[0])
        // While it was written.
        try fixture.write(files[0] + ".gz.tmp", [1, 2, 3])
        #expect(try fixture.verifiedBreak() == nil)
        try packAll()
        // After it was put in place, before the segment went.
        try fixture.write(files[0], plain)
        #expect(try fixture.records() == before)
        #expect(try fixture.verifiedBreak() == nil)
        try packAll()
        #expect(!(try DiskFolder(fixture.path, isMade: false).holds(files[0])))
        #expect(try fixture.records() == before)
    }

    @Test func `that is not what the segment says does not take its place`() throws {
        let files = try fixture.segmentFiles
        let (first, second) = (try fixture.read(files[0]), try fixture.read(files[1]))
        try packAll()
        // Somebody laid another one beside it.
        fixture.rename(files[1] + ".gz", to: files[0] + ".gz")
        try fixture.write(files[0], first)
        try fixture.write(files[1], second)
        #expect(throws: FileFailure.self) { try packAll() }
        #expect(try fixture.read(files[0]) == first)
        #expect(try fixture.verifiedBreak() == nil)
    }

    @Test func `moves aside with the rest of a broken trail`() throws {
        try packAll()
        fixture.remove("head")
        let trail = try fixture.open(TrailFixture.settings { $0.brokenTrail = .setAside })
        trail.close()
        #expect(trail.start == .setAside)
        #expect(try fixture.verifiedBreak() == nil)
        let kept = try DiskFolder(fixture.path + "/broken-1", isMade: false).names()
        #expect(kept.contains { $0.hasSuffix(".gz") })
    }
}
