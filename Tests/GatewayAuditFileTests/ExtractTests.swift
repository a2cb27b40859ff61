import GatewayAudit
import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAuditFile

/// What is taken out of a trail by time, where the clock jumped.
@Suite struct `A piece of the trail` {
    private let fixture: TrailFixture
    private let clock = ManualClock(TrailFixture.time)

    init() throws { fixture = try TrailFixture() }

    /// Each in a segment of its own, if wanted.
    private func write(_ offsets: [Duration], segmentBytes: Int = 1 << 20) throws {
        let trail = try AuditTrail(
            directory: fixture.path, settings: TrailFixture.settings { $0.segmentBytes = segmentBytes },
            clock: { [clock] in clock.now }, ids: EventIDSource(origin: 1))
        defer { trail.close() }
        let lane = trail.lane()
        for (number, offset) in offsets.enumerated() {
            clock.set(TrailFixture.time + offset)
            var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: UInt64(number)))
            let line = RequestLine(method: "GET", path: RecordedPath("/\(number)"))
            let body = composer.compose(
                AuditEntry(.decision(.deny(.defaultDeny, by: .none), line), at: clock.now)
            ) { Array($0) }
            let answer = Answer()
            try body.withUnsafeBytes { bytes in
                Result { () throws(AuditFailure) in try lane.append(bytes) { answer.give($0) } }
            }.get()
            try answer.wait().get()
        }
    }

    private func paths(from: Duration = .zero, to: Duration, limits: TrailExtract.Limits = .init()) throws -> [String] {
        var criteria = RecordCriteria()
        criteria.from = TrailFixture.time + from
        criteria.to = TrailFixture.time + to
        criteria.type = .decision
        let end = try #require(HeadLine.point(from: fixture.read(HeadFile.name))).sequence
        var found: [String] = []
        var position: UInt64 = 0
        for _ in 0..<100 {
            let piece = try TrailExtract.next(
                in: fixture.path, criteria, after: position, through: end, limits: limits)
            if piece.first > 0 { #expect(position == 0 || piece.first == position + 1) }
            found += piece.records.compactMap { text in
                Array(text.utf8).withUnsafeBytes { ParsedRecord(line: $0) }?.text(.path)
            }
            guard piece.goesOn else { return found }
            #expect(piece.last > position)
            position = piece.last
        }
        Issue.record("without end")
        return found
    }

    private static let day = Duration.seconds(86_400)

    @Test(arguments: [1 << 20, 1000])
    func `holds what came behind a record whose clock had jumped`(segmentBytes: Int) throws {
        try write([.zero, Self.day * 5, .seconds(60)], segmentBytes: segmentBytes)
        #expect(try paths(to: .seconds(3600)) == ["/0", "/2"])
        #expect(try paths(to: .seconds(3600), limits: .init(bytes: 1)) == ["/0", "/2"])
    }

    @Test func `holds what came behind segments whose clock had jumped`() throws {
        try write(
            [.zero] + Array(repeating: Self.day * 5, count: 20) + Array(repeating: .seconds(60), count: 3),
            segmentBytes: 1000)
        #expect(try paths(to: .seconds(3600)) == ["/0", "/21", "/22", "/23"])
    }

    @Test func `ends where the time is over`() throws {
        try write([.zero, .seconds(60)] + Array(repeating: Self.day, count: 20), segmentBytes: 1000)
        var criteria = RecordCriteria()
        criteria.to = TrailFixture.time + .seconds(3600)
        let piece = try TrailExtract.next(in: fixture.path, criteria, after: 0, through: 30)
        #expect(!piece.goesOn)
        #expect(piece.last < 6)
        #expect(piece.records.count + piece.omitted.count == Int(piece.last))
    }

    @Test func `is found where its segment begins by a clock that had jumped`() throws {
        try write([Self.day * 5, .seconds(60), .seconds(61)])
        let page = try AuditReader(directory: fixture.path).page(
            TrailQuery(
                mentions: [], from: TrailFixture.time, to: TrailFixture.time + .seconds(3600), recordLimit: 100,
                byteLimit: 1 << 20))
        #expect(page.records.compactMap { $0.text(.path) } == ["/2", "/1"])
    }
}
