import Dispatch
import GatewayAudit
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `A disk that fails` {
    private let fixture: TrailFixture
    private let faults = Faults()

    init() throws { fixture = try TrailFixture() }

    @Test(arguments: [0, 1, 100, 100_000])
    func `full after some bytes: refuses at once with the reason, and recovers by itself`(taken: Int) throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        try lane.appendDurably("before")
        faults.current = .full(after: taken)
        #expect(throws: AuditFailure.diskFull) { try lane.appendDurably("refused") }
        #expect(throws: AuditFailure.diskFull) { try lane.appendDurably("refused at once") }
        #expect(trail.counters.failure == .diskFull)
        #expect(try fixture.verifiedBreak() == nil, "what was written in part was taken back")
        faults.current = .none
        try lane.appendWhenRecovered("after")
        trail.close()

        let paths = try fixture.records().compactMap { $0.text(.path) }
        #expect(paths == ["/before", "/after"])
        let gap = try #require(try fixture.records().first { $0.type == .logGap })
        #expect(gap.text(.cause) == "disk_full")
        #expect(gap.integer(.lost).map { $0 >= 1 } == true)
        #expect(try fixture.verifiedBreak() == nil)
        #expect(trail.counters.failures >= 1)
    }

    @Test func `full: everything refused meanwhile is told of with that cause, also what was refused at once`() throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        faults.current = .full(after: 0)
        for _ in 1...3 {
            #expect(throws: AuditFailure.diskFull) { try lane.appendDurably("refused") }
        }
        faults.current = .none
        try lane.appendWhenRecovered("after")
        trail.close()
        let gaps = try fixture.records().filter { $0.type == .logGap }
        #expect(gaps.allSatisfy { $0.text(.cause) == "disk_full" })
        #expect(gaps.compactMap { $0.integer(.lost) }.reduce(0, +) >= 3)
    }

    @Test func `failing to synchronise: nothing is acknowledged that is not on it`() throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        faults.current = .failingSync
        #expect(throws: AuditFailure.inputOutput(5)) { try lane.appendDurably("refused") }
        faults.current = .none
        try lane.appendWhenRecovered("after")
        trail.close()
        #expect(try fixture.records().compactMap { $0.text(.path) } == ["/after"])
        #expect(try fixture.verifiedBreak() == nil)
    }

    @Test func `full: keeps what nobody waits for until there is space`() throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        faults.current = .full(after: 10)
        try lane.append("kept 1")
        #expect(throws: AuditFailure.self) { try lane.appendDurably("refused") }
        try lane.append("kept 2")
        faults.current = .none
        try lane.appendWhenRecovered("after")
        trail.close()
        #expect(try fixture.records().compactMap { $0.text(.path) } == ["/kept 1", "/kept 2", "/after"])
    }

    @Test func `full: fills the lane, which then refuses too`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.laneBytes = 4096 }, faults: faults)
        let lane = trail.lane()
        faults.current = .full(after: 0)
        #expect(throws: AuditFailure.diskFull) { try lane.appendDurably("refused") }
        let failure = try #require(throws: AuditFailure.self) {
            for number in 1...100 { try lane.append("waiting \(number)") }
        }
        #expect(failure == .diskFull)
        trail.close()
        #expect(try fixture.verifiedBreak() == nil)
    }

    @Test func `full when a segment is to be opened: goes on in the next one later`() throws {
        let trail = try fixture.open(TrailFixture.settings { $0.segmentBytes = 300 }, faults: faults)
        let lane = trail.lane()
        try lane.appendDurably("one")
        faults.current = .failingOpen
        #expect(throws: AuditFailure.diskFull) { try lane.appendDurably("refused") }
        faults.current = .none
        try lane.appendWhenRecovered("two")
        trail.close()
        #expect(try fixture.segmentFiles.count > 1)
        #expect(try fixture.records().compactMap { $0.text(.path) } == ["/one", "/two"])
        #expect(try fixture.verifiedBreak() == nil)
    }

    @Test func `at the end of the process: tells those who wait`() throws {
        let trail = try fixture.open(faults: faults)
        let lane = trail.lane()
        let gate = faults.stallSynchronising()
        let answers = [Answer(), Answer()]
        try lane.append("first") { answers[0].give($0) }
        try lane.append("second") { answers[1].give($0) }
        faults.current = .failingSync
        faults.endStall()
        gate.signal()
        gate.signal()
        trail.close()
        #expect(answers.map { $0.wait() }.allSatisfy { (try? $0.get()) == nil })
        #expect(throws: AuditFailure.closed) { try lane.append("late") }
    }
}

extension AuditLane {
    /// Asks again while the trail is still refused: the writer notices by itself that there is space.
    func appendWhenRecovered(_ name: String) throws(AuditFailure) {
        for _ in 1...100_000 {
            do throws(AuditFailure) {
                return try appendDurably(name)
            } catch {
                switch error {
                case .diskFull, .inputOutput, .queueFull: continue
                case .tooLong, .closed: throw error
                }
            }
        }
        throw .diskFull
    }
}
