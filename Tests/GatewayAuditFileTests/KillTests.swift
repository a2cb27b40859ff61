import Dispatch
import GatewayAudit
import GatewayIdentity
import Glibc
import Testing

@testable import GatewayAuditFile

/// In processes of their own, which the tests start and the system ends.
@Suite(.serialized) struct `A node that is killed` {
    @Test func `at random moments, thirty times: keeps every record it acknowledged`() async throws {
        let fixture = try TrailFixture()
        let folder = fixture.path
        #expect(mkdir(folder, 0o700) == 0)
        for round in 0..<30 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, round = round as Int] in
                try Victim(folder: folder, round: round).run()
            }
            let reopened = try fixture.open()
            reopened.close()
            #expect(try fixture.verifiedBreak() == nil, "after round \(round)")
        }
        let recorded = Set(try fixture.records().compactMap { $0.text(.path) })
        let acknowledged = String(decoding: try fixture.read(Victim.acknowledgedFile), as: UTF8.self).split(
            separator: "\n"
        ).map(String.init)
        #expect(!acknowledged.isEmpty)
        #expect(acknowledged.filter { !recorded.contains("/" + $0) } == [])
    }

    @Test func `by a file size limit: is not, refuses, and recovers when the limit is lifted`() async throws {
        let fixture = try TrailFixture()
        let folder = fixture.path
        await #expect(processExitsWith: .success) { [folder = folder as String] in try LimitedNode(folder: folder).run()
        }
        #expect(try fixture.verifiedBreak() == nil)
        #expect(try fixture.records().contains { $0.type == .logGap && $0.text(.cause) == "disk_full" })
        #expect(try fixture.records().last?.text(.path) == "/after")
    }
}

/// Records as fast as it can, notes what was acknowledged, and is killed somewhere in between by a thread of its own.
private struct Victim {
    let folder: String
    let round: Int

    static let acknowledgedFile = "acknowledged"

    func run() throws {
        let acknowledged = open(folder + "/" + Self.acknowledgedFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var settings = TrailFixture.settings { $0.segmentBytes = 20_000 }
        settings.flushInterval = .milliseconds(1)
        let trail = try AuditTrail(
            directory: folder, settings: settings, clock: { TrailFixture.time },
            ids: EventIDSource(origin: UInt64(round)))
        let lane = trail.lane()
        DispatchQueue.global().async {
            usleep(UInt32.random(in: 500...30_000))
            kill(getpid(), SIGKILL)
        }
        for number in 0... {
            let name = "\(round)/\(number)"
            do throws(AuditFailure) {
                try lane.append(name) { result in
                    // One `write` with O_APPEND: it is whole in the file when the process ends right behind it.
                    if case .success = result { _ = "\(name)\n".withCString { write(acknowledged, $0, strlen($0)) } }
                }
                try lane.append("unwaited/" + name)
            } catch {
                guard error == .queueFull else { throw error }
            }
        }
    }
}

/// Meets the limit on file sizes (`RLIMIT_FSIZE`), which the system answers like a full disk.
private struct LimitedNode {
    let folder: String

    func run() throws {
        signal(SIGXFSZ, SIG_IGN)
        let trail = try AuditTrail(
            directory: folder, settings: TrailFixture.settings(), clock: { TrailFixture.time },
            ids: EventIDSource(origin: 1))
        let lane = trail.lane()
        limitFileSize(to: 5000)
        let failure = #expect(throws: AuditFailure.self) {
            for number in 0..<100 { try lane.appendDurably("\(number)") }
        }
        #expect(failure == .diskFull)
        limitFileSize(to: rlim_t.max)
        try lane.appendWhenRecovered("after")
        trail.close()
    }

    /// The hard limit stays, so that the soft one can be lifted again.
    private func limitFileSize(to bytes: rlim_t) {
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        limit.rlim_cur = min(bytes, limit.rlim_max)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }
}
