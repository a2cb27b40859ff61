import GatewayAudit
import GatewayIdentity
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `A trail that is opened again` {
    private let trail: TrailFixture

    init() throws {
        trail = try TrailFixture()
        try trail.writeThreeSegments()
    }

    @Test func `goes on where it ended`() throws {
        let reopened = try trail.open()
        guard case .continued(let point) = reopened.start else {
            Issue.record("\(reopened.start)")
            return
        }
        #expect(point.sequence == 9)
        try reopened.lane().appendDurably("ten")
        reopened.close()
        #expect(try trail.records().map(\.sequence) == Array(1...10))
        #expect(try trail.verifiedBreak() == nil)
    }

    @Test func `is mended at any length of an unfinished line, which is kept aside and reported`() throws {
        let name = try #require(try trail.segmentFiles.last)
        let whole = try trail.read(name)
        let head = try trail.read(HeadFile.name)
        let torn = Array(#"{"seq":10,"ts":"2026-11-22T10:00:00.000+09:00","ev"#.utf8)
        for length in 1...torn.count {
            try trail.write(name, whole + torn[..<length])
            try trail.write(HeadFile.name, head)
            guard case .whole(_, _, _, unfinishedBytes: length) = try trail.verify() else {
                Issue.record("\(try trail.verify())")
                return
            }
            let reopened = try trail.open()
            guard case .repaired(_, tornBytes: length) = reopened.start else {
                Issue.record("\(reopened.start)")
                return
            }
            reopened.close()
            #expect(try trail.verifiedBreak() == nil)
            #expect(try trail.read(name + ".torn") == Array(torn[..<length]))
            let last = try #require(try trail.records().last)
            #expect(last.type == .logGap)
            #expect(last.integer(.tornBytes) == length)
            trail.remove(name + ".torn")
        }
    }

    @Test func `is mended behind the head, where a power cut left anything at all`() throws {
        let name = try #require(try trail.segmentFiles.last)
        let rubbish = [UInt8](repeating: 0, count: 700) + [0x0A] + Array("more\n".utf8)
        try trail.write(name, try trail.read(name) + rubbish)
        #expect(try trail.verifiedBreak()?.sequence == 10)
        let reopened = try trail.open()
        reopened.close()
        #expect(try trail.read(name + ".torn") == rubbish)
        #expect(try trail.verifiedBreak() == nil)
    }

    @Test func `goes on after an end of the process in the middle of a rotation`() throws {
        try trail.write(SegmentName(first: 10).file, [])
        let reopened = try trail.open()
        try reopened.lane().appendDurably("eleven")
        reopened.close()
        #expect(try trail.segmentFiles.count == 4)
        #expect(try trail.records()[9].type == .segmentStart)
        #expect(try trail.verifiedBreak() == nil)
    }

    @Test func `is refused when its acknowledged end was cut, edited or removed`() throws {
        let name = try #require(try trail.segmentFiles.last)
        let whole = try trail.read(name)
        var edited = whole
        edited[whole.count - 200] ^= 1
        for damaged in [Array(whole.dropLast()), Array(whole.dropLast(300)), edited, []] {
            try trail.write(name, damaged)
            guard case .broken = try #require(throws: AuditTrail.OpenFailure.self, performing: { try trail.open() })
            else {
                Issue.record("opened with \(damaged.count) bytes of \(whole.count)")
                return
            }
            #expect(try trail.read(name) == damaged, "a broken trail is left as it is")
        }
    }

    @Test func `is refused when its head is gone or damaged`() throws {
        try trail.write(HeadFile.name, Array("{}".utf8))
        #expect(
            throws: AuditTrail.OpenFailure.broken(ChainBreak(file: "head", line: 1, sequence: 0, difference: .head))
        ) { try trail.open() }
        trail.remove(HeadFile.name)
        #expect(
            throws: AuditTrail.OpenFailure.broken(ChainBreak(file: "head", line: 1, sequence: 0, difference: .head))
        ) { try trail.open() }
    }

    @Test func `moves a broken trail aside when told, and says so`() throws {
        let name = try #require(try trail.segmentFiles.last)
        try trail.write(name, Array(try trail.read(name).dropLast(10)))
        let damaged = try trail.read(name)
        let reopened = try trail.open(TrailFixture.settings { $0.brokenTrail = .setAside })
        #expect(reopened.start == .setAside)
        reopened.close()
        #expect(try trail.verifiedBreak() == nil)
        #expect(try trail.records().map(\.type) == [.segmentStart, .logGap])
        #expect(try trail.read("broken-1/" + name) == damaged)
    }

    @Test func `has one writer at a time`() throws {
        let first = try trail.open()
        #expect(throws: AuditTrail.OpenFailure.inUse(trail.path)) { try trail.open() }
        first.close()
    }

    @Test func `is readable by its owner alone`() throws {
        for name in [""] + (try trail.segmentFiles) + [HeadFile.name] {
            #expect(try trail.mode(of: name) == (name.isEmpty ? 0o700 : 0o600), "\(name)")
        }
    }
}

@Suite struct `A segment` {
    private let fixture: TrailFixture
    private let clock = TestClock(TrailFixture.time)

    init() throws { fixture = try TrailFixture() }

    private func open() throws -> AuditTrail {
        try AuditTrail(
            directory: fixture.path, settings: TrailFixture.settings { $0.segmentAge = .seconds(3600) },
            clock: { [clock] in clock.now },
            ids: EventIDSource(origin: 1))
    }

    @Test func `is closed when it is old enough, counted from its first record also over restarts`() throws {
        for minutes in [0, 30, 59, 60, 61] as [Int64] {
            clock.now = TrailFixture.time + .seconds(minutes * 60)
            let trail = try open()
            try trail.lane().appendDurably("after \(minutes) minutes")
            trail.close()
            #expect(try fixture.segmentFiles.count == (minutes < 60 ? 1 : 2))
        }
        #expect(try fixture.verifiedBreak() == nil)
    }
}

private final class TestClock: Sendable {
    private let time: Mutex<UnixTime>

    init(_ time: UnixTime) { self.time = Mutex(time) }

    var now: UnixTime {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}
