import GatewayAudit
import GatewayIdentity
import Glibc
import Testing

@testable import GatewayAuditFile

@Suite struct `A search from the end of the trail` {
    private func everything(_ fixture: TrailFixture, records: Int, bytes: Int, _ mentions: [[RecordFilter]] = []) throws
        -> [Int]
    {
        var found: [Int] = []
        var place: TrailPlace?
        for _ in 0..<1000 {
            let page = try AuditReader(directory: fixture.path).page(
                TrailQuery(mentions: mentions, before: place, recordLimit: records, byteLimit: bytes))
            #expect(page.records.count <= records)
            found += page.records.compactMap(\.sequence)
            guard let next = page.next else { return found }
            place = TrailPlace(text: next.description)
            #expect(place == next)
        }
        Issue.record("a search without end")
        return found
    }

    @Test(arguments: [(1, 1), (2, 100_000), (1000, 1), (1000, 700), (1000, 10_000_000)])
    func `finds every record once, newest first, however little it may read at a time`(records: Int, bytes: Int) throws
    {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        let all = try fixture.records().compactMap(\.sequence)
        #expect(all.count > 6)
        #expect(try everything(fixture, records: records, bytes: bytes) == all.reversed())
    }

    @Test func `holds lines against every group of its filters`() throws {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        let starts = [RecordFilter(.type, is: "segment_start"), RecordFilter(.type, is: "nothing")]
        let all = try fixture.records().filter { $0.type == .segmentStart }.compactMap(\.sequence)
        #expect(try everything(fixture, records: 9, bytes: 1 << 20, [starts]) == all.reversed())
        #expect(try everything(fixture, records: 9, bytes: 1 << 20, [starts, [RecordFilter(.type, is: "x")]]).isEmpty)
    }

    @Test func `keeps to the time that is asked for`() throws {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        let reader = AuditReader(directory: fixture.path)
        func count(from: UnixTime?, to: UnixTime?) throws -> Int {
            try reader.page(
                TrailQuery(mentions: [], from: from, to: to, recordLimit: 1000, byteLimit: 1 << 20)
            ).records.count
        }
        let all = try fixture.records().count
        #expect(try count(from: TrailFixture.time, to: nil) == all)
        #expect(try count(from: TrailFixture.time + .seconds(1), to: nil) == 0)
        #expect(try count(from: nil, to: TrailFixture.time) == 0)
        #expect(try count(from: nil, to: TrailFixture.time + .seconds(1)) == all)
    }

    @Test(arguments: ["", "1", "1-", "-5", "1-2-3", "x-1", "1--1"])
    func `takes no place that is none`(text: String) {
        #expect(TrailPlace(text: text) == nil)
    }

    @Test(arguments: ["1-17", "1-999999999", "999-3", "2-0"])
    func `comes to no harm by a place that it never gave`(text: String) throws {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        let place = try #require(TrailPlace(text: text))
        let page = try AuditReader(directory: fixture.path).page(
            TrailQuery(mentions: [], before: place, recordLimit: 1000, byteLimit: 1 << 20))
        #expect(page.records.count <= 20)
    }
}

@Suite struct `The newest lines of a trail` {
    private func isRecord(_ line: UnsafeRawBufferPointer) -> Bool {
        ParsedRecord(line: line).map { $0.type != .segmentStart } ?? false
    }

    /// Puts something in the place of older segments that whoever opens it fails at.
    private func trail() throws -> TrailFixture {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        for file in try fixture.segmentFiles.dropLast() {
            fixture.remove(file)
            #expect(symlink("/nowhere", fixture.path + "/" + file) == 0)
        }
        return fixture
    }

    @Test func `are found from its end, and no older segment is opened for them`() throws {
        let fixture = try trail()
        let reader = AuditReader(directory: fixture.path)
        let place = try #require(
            try reader.place(ofNewest: 1, since: TrailFixture.time, where: isRecord))
        var lines = 0
        try reader.forEachLine(from: place) { line in
            if isRecord(line) { lines += 1 }
            return .next
        }
        #expect(lines == 1)
    }

    @Test func `are looked for no further back than the segment that holds the instant`() throws {
        let fixture = try trail()
        let reader = AuditReader(directory: fixture.path)
        let later = TrailFixture.time + .seconds(1)
        #expect(try reader.place(ofNewest: 9, since: later, where: { _ in false }) == nil)
        #expect(throws: FileFailure.self) {
            _ = try reader.place(ofNewest: 9, since: TrailFixture.time, where: { _ in false })
        }
    }

    @Test func `are all there are, where there are fewer`() throws {
        let fixture = try TrailFixture()
        try fixture.writeThreeSegments()
        let reader = AuditReader(directory: fixture.path)
        let place = try #require(
            try reader.place(ofNewest: 100, since: TrailFixture.time, where: isRecord))
        var lines = 0
        try reader.forEachLine(from: place) { line in
            if isRecord(line) { lines += 1 }
            return .next
        }
        #expect(lines == (try fixture.records().filter { $0.type != .segmentStart }.count))
    }
}
