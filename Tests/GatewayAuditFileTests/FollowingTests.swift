import GatewayAudit
import Synchronization
import Testing

@testable import GatewayAuditFile

/// Who reads the trail behind its writer.
@Suite struct `Following a trail` {
    private let fixture: TrailFixture
    private let faults = Faults()

    init() throws { fixture = try TrailFixture() }

    @Test(arguments: [1, 700, 1 << 20])
    func `reads every acknowledged record once and in order, over segments, however little at a time`(bytes: Int) throws
    {
        try fixture.writeThreeSegments()
        let all = try fixture.records().compactMap(\.sequence).map(UInt64.init)
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        var read: [UInt64] = []
        while cursor.position < all.count {
            try cursor.next(through: UInt64(all.count), byteLimit: bytes).forEach { sequence, _, _ in
                read.append(sequence)
            }
        }
        #expect(read == all)
        #expect(try cursor.next(through: UInt64(all.count)).isEmpty)
    }

    @Test func `goes on behind any record`() throws {
        try fixture.writeThreeSegments()
        let count = UInt64(try fixture.records().count)
        for position in 0..<count {
            var cursor = TrailCursor(directory: fixture.path, after: position)
            #expect(try cursor.next(through: count).first == position + 1)
        }
    }

    @Test func `reads nothing that is not acknowledged, though it lies in the file`() throws {
        try fixture.writeThreeSegments()
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        #expect(try cursor.next(through: 2).last == 2)
        #expect(try cursor.next(through: 2).isEmpty)
        #expect(try cursor.next(through: 4).first == 3)
    }

    @Test func `says what is gone, and what is there behind it`() throws {
        try fixture.writeThreeSegments()
        let segments = try DiskFolder(fixture.path, isMade: false).segments()
        fixture.remove(segments[0].file)
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        #expect(throws: TrailCursor.Failure.gone(sequence: 1, next: segments[1].first)) { try cursor.next(through: 9) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 1 << 20])
    func `says what is gone from the middle, once everything before it was read`(bytes: Int) throws {
        try fixture.writeThreeSegments()
        let segments = try DiskFolder(fixture.path, isMade: false).segments()
        let count = UInt64(try fixture.records().count)
        fixture.remove(segments[1].file)
        let gone = segments[1].first
        for position in 0..<gone - 1 {
            var cursor = TrailCursor(directory: fixture.path, after: position)
            var read: [UInt64] = []
            while cursor.position < gone - 1 {
                try cursor.next(through: count, byteLimit: bytes).forEach { sequence, _, _ in read.append(sequence) }
            }
            #expect(read == Array(position + 1..<gone))
            #expect(throws: TrailCursor.Failure.gone(sequence: gone, next: segments[2].first)) {
                try cursor.next(through: count, byteLimit: bytes)
            }
            cursor.move(after: segments[2].first - 1)
            #expect(try cursor.next(through: count).first == segments[2].first)
        }
        // Also for whoever was in the middle of it.
        var cursor = TrailCursor(directory: fixture.path, after: gone)
        #expect(throws: TrailCursor.Failure.gone(sequence: gone + 1, next: segments[2].first)) {
            try cursor.next(through: count)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `says that the end is gone, where it was cut behind a line`() throws {
        try fixture.writeThreeSegments()
        let count = UInt64(try fixture.records().count)
        let name = try #require(try fixture.segmentFiles.last)
        let lines = try fixture.read(name).split(separator: 0x0A, omittingEmptySubsequences: true)
        try fixture.write(name, Array(lines.dropLast().joined(separator: [0x0A])) + [0x0A])
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        while cursor.position < count - 1 { _ = try cursor.next(through: count) }
        #expect(throws: TrailCursor.Failure.gone(sequence: count, next: nil)) { try cursor.next(through: count) }
    }

    @Test func `says where the next record is not what it should be`() throws {
        try fixture.writeThreeSegments()
        let segment = try #require(try fixture.segmentFiles.first)
        let lines = try fixture.read(segment).split(separator: 0x0A, omittingEmptySubsequences: false)
        try fixture.write(segment, Array((lines[..<1] + lines[2...]).joined(separator: [0x0A])))
        var cursor = TrailCursor(directory: fixture.path, after: 1)
        #expect(throws: TrailCursor.Failure.broken(segment: segment, sequence: 2)) { try cursor.next(through: 9) }
    }

    @Test func `a follower is given what was there and what comes, and each batch until it takes it`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.segmentBytes = 1000 })
        let lane = trail.lane()
        for number in 1...5 { try lane.appendDurably("before \(number)") }
        let seen = Seen(refusing: 3)
        let following = try TrailFollowing(trail, in: fixture.path, after: 0, by: Collector(seen))
        for number in 1...5 { try lane.appendDurably("after \(number)") }
        let last = trail.counters.last.sequence
        seen.wait(for: last)
        following.stop()
        #expect(following.position == last)
        #expect(following.lag == 0)
        #expect(seen.sequences == Array(1...last))
        trail.close()
    }

    @Test func `stops while a batch is not taken, and goes on with it the next time`() throws {
        let trail = try fixture.open()
        try trail.lane().appendDurably("first")
        let refused = Seen(refusing: .max)
        let following = try TrailFollowing(trail, in: fixture.path, after: 0, by: Collector(refused))
        refused.waitForRefusal()
        following.stop()
        #expect(following.position == 0)
        let taken = Seen(refusing: 0)
        let next = try TrailFollowing(trail, in: fixture.path, after: following.position, by: Collector(taken))
        taken.wait(for: trail.counters.last.sequence)
        next.stop()
        trail.close()
    }

    @Test func `what was taken back by a failing disk is never followed`() throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        let seen = Seen(refusing: 0)
        let following = try TrailFollowing(trail, in: fixture.path, after: 0, by: Collector(seen))
        try lane.appendDurably("before")
        faults.current = .failingSync
        #expect(throws: AuditFailure.inputOutput(5)) { try lane.appendDurably("refused") }
        faults.current = .none
        try lane.appendWhenRecovered("after")
        seen.wait(for: trail.counters.last.sequence)
        following.stop()
        trail.close()
        #expect(seen.paths == ["/before", "/after"])
    }
}

/// What a follower saw, for the test to wait on.
private final class Seen: Sendable {
    private struct State {
        var sequences: [UInt64] = []
        var paths: [String] = []
        var refusals: Int
    }

    private let state: Mutex<State>
    private let reached = Answer()
    private let wasRefused = Answer()
    private let goal = Mutex<UInt64?>(nil)

    init(refusing refusals: Int) { state = Mutex(State(refusals: refusals)) }

    var sequences: [UInt64] { state.withLock { $0.sequences } }
    var paths: [String] { state.withLock { $0.paths } }

    func take(_ batch: TrailBatch) -> FollowingStep {
        let isRefused = state.withLock { state in
            guard state.refusals > 0 else { return false }
            state.refusals -= 1
            return true
        }
        if isRefused {
            wasRefused.give(.success(()))
            return .again(after: .milliseconds(1))
        }
        state.withLock { state in
            batch.forEach { sequence, _, _ in state.sequences.append(sequence) }
            state.paths += batch.records.compactMap { $0.text(.path) }
        }
        look()
        return .next
    }

    func wait(for sequence: UInt64) {
        goal.withLock { $0 = sequence }
        look()
        _ = reached.wait()
    }

    func waitForRefusal() { _ = wasRefused.wait() }

    private func look() {
        let goal = goal.withLock { $0 }
        if let goal, let last = sequences.last, last >= goal { reached.give(.success(())) }
    }
}

private final class Collector: TrailFollower {
    private let seen: Seen
    init(_ seen: Seen) { self.seen = seen }

    func take(_ batch: TrailBatch) -> FollowingStep { seen.take(batch) }
    func missed(_ failure: TrailCursor.Failure) -> FollowingStep { .again(after: .milliseconds(1)) }
}
