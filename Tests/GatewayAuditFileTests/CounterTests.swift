import Dispatch
import GatewayAudit
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `What a trail tells about itself` {
    private final class Watcher: TrailObserver {
        let spans = Mutex<[Duration]>([])

        func committed(after span: Duration) { spans.withLock { $0.append(span) } }
    }

    private let fixture: TrailFixture

    init() throws { fixture = try TrailFixture() }

    @Test func `is how long each commit took, and when the last one was`() throws {
        let watcher = Watcher()
        let trail = try AuditTrail(
            directory: fixture.path, settings: TrailFixture.settings(), clock: { TrailFixture.time },
            ids: EventIDSource(origin: 1), observer: watcher)
        try trail.lane().appendDurably("one")
        try trail.lane().appendDurably("two")
        trail.close()
        let spans = watcher.spans.withLock { $0 }
        #expect(spans.count == trail.counters.synchronisations)
        #expect(spans.allSatisfy { $0 >= .zero })
        #expect(trail.counters.lastCommit == TrailFixture.time)
    }

    @Test func `is what waits for the disk`() throws {
        let faults = Faults()
        let trail = try fixture.open(faults: faults)
        let gate = faults.stallSynchronising()
        let lane = trail.lane()
        let first = Answer()
        try lane.append("first") { first.give($0) }
        // Taken by the writer, which waits for the disk.
        while trail.counters.queuedRecords > 0 {}
        for number in 0..<3 { try lane.append("\(number)") }
        #expect(trail.counters.queuedRecords == 3)
        #expect(trail.counters.queuedBytes > 0)
        faults.endStall()
        gate.signal()
        try first.wait().get()
        trail.close()
        #expect(trail.counters.queuedRecords == 0)
        #expect(trail.counters.queuedBytes == 0)
    }
}
