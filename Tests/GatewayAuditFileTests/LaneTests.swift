import Dispatch
import GatewayAudit
import GatewayIdentity
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `Lanes` {
    private let fixture: TrailFixture
    private let faults = Faults()

    init() throws { fixture = try TrailFixture() }

    @Test func `of several threads lose nothing and keep their order`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.segmentBytes = 200_000 })
        let lanes = (0..<4).map { _ in trail.lane() }
        DispatchQueue.concurrentPerform(iterations: lanes.count) { number in
            for count in 0..<500 {
                #expect(throws: Never.self) {
                    if count.isMultiple(of: 50) {
                        try lanes[number].appendDurably("\(number)/\(count)")
                    } else {
                        try lanes[number].append("\(number)/\(count)")
                    }
                }
            }
        }
        trail.close()
        #expect(try fixture.verifiedBreak() == nil)
        let paths = try fixture.records().compactMap { $0.text(.path) }
        for number in lanes.indices {
            let own = paths.filter { $0.hasPrefix("/\(number)/") }
            #expect(own == (0..<500).map { "/\(number)/\($0)" })
        }
        #expect(trail.counters.records == paths.count + (try fixture.segmentFiles.count))
        #expect(trail.counters.last.sequence == UInt64(trail.counters.records))
    }

    @Test func `share one synchronisation, and each is called back once for all it waits for`() throws {
        let trail = try fixture.open(faults: faults)
        let gate = faults.stallSynchronising()
        let deliveries = Deliveries()
        let lane = trail.lane { work in
            deliveries.count()
            work()
        }
        let first = Answer()
        let rest = (0..<50).map { _ in Answer() }
        try lane.append("first") { first.give($0) }
        // Queued while the disk works for the first.
        while trail.counters.queuedBytes > 0 {}
        for (number, answer) in rest.enumerated() { try lane.append("rest \(number)") { answer.give($0) } }
        faults.endStall()
        gate.signal()
        for answer in [first] + rest { try answer.wait().get() }
        trail.close()
        #expect(deliveries.value == 2)
        #expect(trail.counters.synchronisations <= 4)
    }

    @Test func `refuse when they are full, and the trail says how many`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.laneBytes = 4096 }, faults: faults)
        let gate = faults.stallSynchronising()
        let lane = trail.lane()
        let first = Answer()
        try lane.append("first") { first.give($0) }
        while trail.counters.queuedBytes > 0 {}
        var accepted = 0
        #expect(throws: AuditFailure.queueFull) {
            while true {
                try lane.append("waiting \(accepted)")
                accepted += 1
            }
        }
        #expect(throws: AuditFailure.queueFull) { try lane.append("durable") { _ in } }
        faults.endStall()
        gate.signal()
        try first.wait().get()
        trail.close()
        let records = try fixture.records()
        #expect(records.count { $0.type == .decision } == accepted + 1)
        let gap = try #require(records.first { $0.type == .logGap })
        #expect(gap.text(.cause) == "queue_full")
        #expect(gap.integer(.lost) == 2)
    }

    @Test func `refuse what is longer than a record can be`() throws {
        let trail = try fixture.open()
        let body = [UInt8](repeating: 0x20, count: RecordLine.bodyLimit + 1)
        #expect(throws: AuditFailure.tooLong) {
            try body.withUnsafeBytes { try trail.lane().append($0) }
        }
    }

    @Test func `are written within a second when nobody waits`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.flushInterval = .milliseconds(10) })
        try trail.lane().append("alone")
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        while trail.counters.records < 2, clock.now < deadline {}
        #expect(trail.counters.records == 2)
    }

    @Test func `serve a journal that waits`() async throws {
        let trail = try fixture.open()
        let journal = TrailJournal(trail, node: "gw01", ids: EventIDSource(origin: 9))
        try await journal.record(AuditEntry(.enable(AccountName(stored: "kim-7f3a")), at: TrailFixture.time))
        #expect(try fixture.records().last?.type == .enable)
        trail.close()
        await #expect(throws: AuditFailure.closed) {
            try await journal.record(AuditEntry(.enable(AccountName(stored: "kim-7f3a")), at: TrailFixture.time))
        }
    }
}

private final class Deliveries: Sendable {
    private let number = Atomic<Int>(0)
    var value: Int { number.load(ordering: .sequentiallyConsistent) }
    func count() { number.add(1, ordering: .sequentiallyConsistent) }
}

@Suite struct `A reader` {
    private let fixture: TrailFixture

    init() throws {
        fixture = try TrailFixture()
        let trail = try fixture.open(TrailFixture.settings { $0.segmentBytes = 1000 })
        let lane = trail.lane()
        for number in 1...20 { try lane.appendDurably(number.isMultiple(of: 5) ? "special" : "usual") }
        trail.close()
    }

    @Test func `finds the newest records that match, newest first, over several segments`() throws {
        let reader = AuditReader(directory: fixture.path)
        let found = try reader.newest(3, mentioning: RecordFilter(.path, is: "/special")) { _ in true }
        let all = try fixture.records().filter { $0.text(.path) == "/special" }
        #expect(try fixture.segmentFiles.count > 3)
        #expect(found == Array(all.reversed().prefix(3)))
        #expect(try reader.newest(100, mentioning: RecordFilter(.path, is: "/speci"), where: { _ in true }).isEmpty)
    }

    @Test func `reads a range and stops when told`() throws {
        let reader = AuditReader(directory: fixture.path)
        var sequences: [Int?] = []
        try reader.forEach(from: 7, through: 12) { record in
            sequences.append(record.sequence)
            return .next
        }
        #expect(sequences == Array(7...12))
        sequences = []
        try reader.forEach { record in
            sequences.append(record.sequence)
            return sequences.count == 2 ? .stop : .next
        }
        #expect(sequences == [1, 2])
    }
}
