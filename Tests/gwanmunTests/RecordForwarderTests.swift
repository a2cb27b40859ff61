import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewaySIEM
import GatewaySettings
import GatewayTesting
import Glibc
import Synchronization
import Testing

@testable import gwanmun

/// T99 of compliance profile nct-2025-04: what a receiver gets, driven step by step.
@Suite struct `Records on their way to a receiver` {
    private let folder: TemporaryFolder
    private let audit: String
    private let target: String
    private let positions: PositionFile

    init() throws {
        folder = try TemporaryFolder()
        audit = folder.path + "/audit"
        target = folder.path + "/out/records.jsonl"
        positions = PositionFile(folder: folder.path, receiver: "file")
        mkdir(folder.path + "/out", 0o700)
    }

    /// Everything that was told, and how it goes.
    private final class Observed: Sendable {
        let alarms = Mutex<[ForwardingAlarm]>([])
        let standing = ForwardingStanding("file")
    }

    private func write(_ count: Int, segmentBytes: Int = 64 << 20, origin: UInt64 = 7) async throws -> UInt64 {
        var settings = TrailSettings(node: "gw01", version: "0.1.0")
        settings.segmentBytes = segmentBytes
        let trail = try AuditTrail(
            directory: audit, settings: settings, clock: { Sample.start }, ids: EventIDSource(origin: origin))
        let journal = TrailJournal(trail, node: "gw01", ids: EventIDSource(origin: origin + 1))
        for _ in 0..<count { try await journal.record(AuditEntry(.warningsTested, at: Sample.start)) }
        let last = trail.counters.last.sequence
        trail.close()
        return last
    }

    private func forwarder(
        _ observed: Observed, through last: UInt64, filter: ForwardingFilter = .init(),
        clock: @escaping Clock = { Sample.start }
    ) throws -> (RecordForwarder, TrailCursor) {
        let position = try positions.read() ?? ForwardingPosition()
        let forwarder = RecordForwarder(
            SIEMReceiver(name: "file", way: .file(path: target), filter: filter, language: .english),
            by: FileRecordCarrier(path: target), from: position, keptIn: positions, standing: observed.standing,
            host: "gw01", title: { $0 }, end: { last },
            alarm: { alarm in observed.alarms.withLock { $0.append(alarm) } }, clock: clock)
        return (forwarder, TrailCursor(directory: audit, after: position.sequence))
    }

    private func lines() throws -> [ParsedRecord] {
        let bytes = try #require(FileContents(target))
        return bytes.split(separator: 0x0A).compactMap { line in
            Array(line).withUnsafeBytes { ParsedRecord(line: $0) }
        }
    }

    private func FileContents(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    private func sequences() throws -> [Int] { try lines().compactMap(\.sequence) }

    @Test func `go on behind what was taken before, also in another process`() async throws {
        var last = try await write(3)
        var (first, cursor) = try forwarder(Observed(), through: last)
        #expect(first.take(try cursor.next(through: 2)).isNext)
        #expect(first.take(try cursor.next(through: last)).isNext)
        last = try await write(3)
        let observed = Observed()
        var (second, next) = try forwarder(observed, through: last)
        #expect(second.take(try next.next(through: last)).isNext)
        #expect(try sequences() == Array(1...Int(last)))
        #expect(observed.standing.now.confirmed == last && observed.standing.now.problem == nil)
    }

    @Test func `wait while the receiver takes nothing, and nothing of them is lost`() async throws {
        let last = try await write(3)
        rmdir(folder.path + "/out")
        let observed = Observed()
        var (forwarder, cursor) = try forwarder(observed, through: last)
        let batch = try cursor.next(through: last)
        #expect(forwarder.take(batch).isAgain)
        #expect(observed.standing.now.failures == 1 && observed.standing.now.confirmed == 0)
        #expect(try #require(observed.standing.now.problem).contains("cannot be opened"))
        // Not at once, however often it is asked.
        #expect(forwarder.take(batch).isAgain)
        #expect(observed.standing.now.failures == 1)
        mkdir(folder.path + "/out", 0o700)
        let (next, _) = try self.forwarder(observed, through: last)
        #expect(next.take(batch).isNext)
        #expect(try sequences() == Array(1...Int(last)))
    }

    /// NCT2-4.3-C2: a gap can be seen.
    @Test func `say which of them are gone before they were sent`() async throws {
        let last = try await write(40, segmentBytes: 2000)
        let observed = Observed()
        var (forwarder, cursor) = try forwarder(observed, through: last)
        #expect(forwarder.take(try cursor.next(through: 2)).isNext)
        for name in try WarningSpool.names(in: audit) where name.hasSuffix(".jsonl") && name < "00000000000000000020" {
            unlink(audit + "/" + name)
        }
        cursor.move(after: 2)
        guard case .gone(let first, let next?)? = failure(of: &cursor, last) else {
            Issue.record("nothing is gone")
            return
        }
        #expect(forwarder.missed(.gone(sequence: first, next: next)).isNext)
        let gap = try #require(try lines().last { $0.members.contains { $0.value == .string("siem_gap") } })
        #expect(gap.integer(.firstSequence) == 3 && gap.integer(.lastSequence) == Int(next - 1))
        let alarm = try #require(observed.alarms.withLock { $0 }.first)
        #expect(alarm.step == .gap && alarm.records == 3...(next - 1))
        #expect(observed.standing.now.missing == next - 3)
        cursor.move(after: next - 1)
        #expect(forwarder.take(try cursor.next(through: last)).isNext)
        #expect(try sequences().last == Int(last))
    }

    /// NCT2-4.3-C2: a gap can be seen, also one behind which the trail goes on.
    @Test(.timeLimit(.minutes(1))) func `go on behind those that are gone from the middle`() async throws {
        let last = try await write(40, segmentBytes: 2000)
        let names = try WarningSpool.names(in: audit).filter { $0.hasSuffix(".jsonl") }.sorted()
        let starts = names.compactMap { SegmentName(file: $0)?.first }
        unlink(audit + "/" + names[1])
        let observed = Observed()
        var (forwarder, cursor) = try forwarder(observed, through: last)
        while cursor.position < last {
            do throws(TrailCursor.Failure) {
                #expect(forwarder.take(try cursor.next(through: last)).isNext)
            } catch {
                #expect(error == .gone(sequence: starts[1], next: starts[2]))
                #expect(forwarder.missed(error).isNext)
                cursor.move(after: starts[2] - 1)
            }
        }
        let missing = Int(starts[1])..<Int(starts[2])
        #expect(try sequences() == (1...Int(last)).filter { !missing.contains($0) })
        #expect(observed.standing.now.missing == UInt64(missing.count))
    }

    @Test(arguments: [
        TrailCursor.Failure.broken(segment: "00000000000000000001.jsonl", sequence: 3), .gone(sequence: 3, next: nil),
    ])
    func `that the trail cannot give are told of like a receiver that is away`(_ failure: TrailCursor.Failure)
        async throws
    {
        let last = try await write(3)
        let observed = Observed()
        let now = Mutex(Sample.start)
        let (forwarder, _) = try forwarder(observed, through: last, clock: { now.withLock { $0 } })
        #expect(forwarder.missed(failure).isAgain)
        #expect(observed.alarms.withLock { $0.isEmpty })
        now.withLock { $0 = Sample.start + RecordForwarder.patience }
        for _ in 0..<2 { #expect(forwarder.missed(failure).isAgain) }
        #expect(observed.alarms.withLock { $0.map(\.step) } == [.stalled])
    }

    private func failure(of cursor: inout TrailCursor, _ last: UInt64) -> TrailCursor.Failure? {
        do throws(TrailCursor.Failure) {
            _ = try cursor.next(through: last)
            return nil
        } catch {
            return error
        }
    }

    @Test func `begin anew with a trail that took the place of another`() async throws {
        let last = try await write(3)
        var (first, cursor) = try forwarder(Observed(), through: last)
        #expect(first.take(try cursor.next(through: last)).isNext)
        rename(audit, audit + ".old")
        let other = try await write(9, origin: 70)
        let observed = Observed()
        var (second, next) = try forwarder(observed, through: other)
        guard case .move(0) = second.take(try next.next(through: other)) else {
            Issue.record("it goes on in another trail")
            return
        }
        #expect(observed.alarms.withLock { $0 }.map(\.step) == [.restarted])
        next.move(after: 0)
        #expect(second.take(try next.next(through: other)).isNext)
        #expect(Array(try sequences().suffix(Int(other))) == Array(1...Int(other)))
    }

    @Test func `leave out what is not wanted, and the position moves on all the same`() async throws {
        let last = try await write(3)
        let observed = Observed()
        var (forwarder, cursor) = try forwarder(observed, through: last, filter: ForwardingFilter(types: [.lock]))
        #expect(forwarder.take(try cursor.next(through: last)).isNext)
        #expect(try sequences().isEmpty)
        #expect(try #require(try positions.read()).sequence == last)
    }

    @Test func `stand behind an unfinished line that somebody left, not in it`() async throws {
        let last = try await write(1)
        _ = try PrivateFile.create(target, Array(#"{"seq":1,"torn"#.utf8))
        var (forwarder, cursor) = try forwarder(Observed(), through: last)
        #expect(forwarder.take(try cursor.next(through: last)).isNext)
        #expect(try sequences() == Array(1...Int(last)))
    }

    @Test func `are not sent from a position that nobody can read`() throws {
        _ = try PrivateFile.create(positions.path, Array("12\n".utf8))
        #expect(throws: PrivateFile.Problem.self) { try positions.read() }
    }
}

extension FollowingStep {
    fileprivate var isNext: Bool {
        if case .next = self { true } else { false }
    }

    fileprivate var isAgain: Bool {
        if case .again = self { true } else { false }
    }
}
