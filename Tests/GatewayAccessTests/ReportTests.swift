import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayLimits
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, T11 and T38.
@Suite struct `A report of others` {
    private struct Room {
        let house: House
        let reports: Reports

        init(most: Int = ReportLimits.most) async throws {
            house = try await House()
            reports = Reports(access: house.access, store: house.sqlite, most: most)
        }

        static let mandate = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "quarterly scan, R-91")

        func file(
            _ digest: UInt8 = 1, about: String = "한빛 클라우드", name: String = "scan.pdf", size: Int = 4711,
            made: Duration = .seconds(-60), due: Duration = .days(30)
        ) async throws -> FiledReport {
            try await reports.fileProviderReport(
                .init(name: name, sha256: Sample.digest(digest), size: size), about: about,
                madeAt: house.clock.now + made, due: house.clock.now + due, result: .passed, Self.mandate)
        }

        func answer(status: Int? = nil, madeAt: UnixTime? = nil) -> String {
            let made = RFC3339.string(madeAt ?? house.clock.now)
            let what = "\(BypassAnswer.reachable)http://127.0.0.1:7 answers a stranger with \(status ?? 0)"
            let finding = #"{"advice":"-","level":"error","subject":"console build","what":"\#(what)"}"#
            let said = status.map { #""answered":true,"status":\#($0)"# } ?? #""answered":false"#
            let asked = #"{"address":"http://127.0.0.1:7","console":"build",\#(said)}"#
            return
                #"{"asked":[\#(asked)],"findings":[\#(status == nil ? "" : finding)],"host":"outside-1","made_at":"\#(made)","sound":\#(status == nil)}"#
        }

        func keepUp() async throws {
            try await reports.keepUp(at: house.clock.now, requestID: RequestID(high: 1, low: 1))
        }

        var told: Int { house.warnings.toOfficer.filter { $0.event == .reportsOverdue }.count }
    }

    private func problem(_ work: () async throws -> FiledReport) async throws -> ReportProblem? {
        do {
            _ = try await work()
            return nil
        } catch AdministrationProblem.report(let problem) {
            return problem
        }
    }

    @Test func `is filed with who, when and why, and recorded before it counts`() async throws {
        let room = try await Room()
        let filed = try await room.file()
        #expect(filed.by.text == "hong-41c2" && filed.reason == "quarterly scan, R-91")
        #expect(try await room.reports.register().reports == [filed])
        let event = try #require(room.house.record.events(.reportFiled).first)
        #expect(event.details["sha256"] == Sample.digest(1).hex && event.details["about"] == "한빛 클라우드")
        #expect(event.details["until"] == RFC3339.string(filed.content.due) && event.details["kind"] == "provider")
        room.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) { _ = try await room.file(2) }
        #expect(try await room.house.sqlite.reports().count == 1)
    }

    @Test func `that makes no sense is refused, and nothing of it is recorded`() async throws {
        let room = try await Room()
        #expect(try await problem { try await room.file(about: "a\nb") } == .name("about"))
        #expect(try await problem { try await room.file(name: "a/b.pdf") } == .name("file"))
        #expect(try await problem { try await room.file(size: 0) } == .size)
        #expect(try await problem { try await room.file(size: (64 << 20) + 1) } == .size)
        #expect(try await problem { try await room.file(due: .seconds(-60)) } == .due)
        // What is never due is never late.
        #expect(try await problem { try await room.file(due: .days(4 * 365)) } == .due)
        #expect(try await problem { try await room.file(made: .days(1)) } == .madeLater)
        #expect(room.house.record.events(.reportFiled).isEmpty)
    }

    @Test func `is in the register once, and the register has its limit`() async throws {
        let room = try await Room(most: 2)
        let one = try await room.file()
        await #expect(throws: AdministrationProblem.conflict(.reportExists)) { _ = try await room.file() }
        _ = try await room.file(about: "fab")
        await #expect(throws: AdministrationProblem.conflict(.tooManyReports)) { _ = try await room.file(2) }
        #expect(room.house.record.events(.reportFiled).count == 2)
        try await room.reports.remove(one.id, Room.mandate)
        _ = try await room.file(2)
        #expect(ReportLimits.most == 1000)
    }

    @Test func `about ways around is what the doctor printed, with the digest of that (T38)`() async throws {
        let room = try await Room()
        let text = room.answer(status: 200)
        let filed = try await room.reports.fileBypassAnswer(text, named: "bypass.json", Room.mandate)
        #expect(filed.content.result == .failed && filed.content.consoles == ["build"])
        #expect(filed.content.about == "outside-1" && filed.content.due == filed.content.madeAt + .days(7))
        #expect(filed.file.sha256 == SHA256.digest(of: Array(text.utf8)) && filed.file.size == text.utf8.count)
        #expect(
            try await problem { try await room.reports.fileBypassAnswer("{}", named: "b", Room.mandate) } != nil)
        let ahead = room.answer(madeAt: room.house.clock.now + .seconds(301))
        #expect(
            try await problem { try await room.reports.fileBypassAnswer(ahead, named: "b", Room.mandate) }
                == .madeLater)
    }

    @Test func `that is overdue is told of once a day until the next one is there (T11)`() async throws {
        let room = try await Room()
        let report = try await room.file()
        try await room.keepUp()
        #expect(room.told == 0 && room.reports.overdue == 0)
        room.house.clock.advance(by: .days(30))
        for _ in 0..<3 { try await room.keepUp() }
        #expect(room.told == 1 && room.reports.overdue == 1)
        let event = try #require(room.house.record.events(.reportOverdue).first)
        #expect(event.details["report"] == report.id && event.actor == .gateway)
        room.house.clock.advance(by: .days(1))
        try await room.keepUp()
        #expect(room.told == 2 && room.house.record.events(.reportOverdue).count == 2)
        _ = try await room.file(2)
        room.house.clock.advance(by: .days(1))
        try await room.keepUp()
        #expect(room.told == 2 && room.reports.overdue == 0)
    }

    @Test func `that was removed counts no more, and the one before it does again`() async throws {
        let room = try await Room()
        _ = try await room.file(made: .days(-60), due: .seconds(-1))
        let newer = try await room.file(2)
        try await room.keepUp()
        #expect(room.told == 0)
        try await room.reports.remove(newer.id, Room.mandate)
        #expect(room.house.record.events(.reportRemoved).first?.details["report"] == newer.id)
        try await room.keepUp()
        #expect(room.told == 1)
        await #expect(throws: AdministrationProblem.notFound(.report)) {
            try await room.reports.remove(newer.id, Room.mandate)
        }
    }

    @Test func `is not missed every day where there never was one`() async throws {
        let room = try await Room()
        room.house.clock.advance(by: .days(400))
        try await room.keepUp()
        #expect(room.told == 0 && room.house.record.events(.reportOverdue).isEmpty)
    }
}
