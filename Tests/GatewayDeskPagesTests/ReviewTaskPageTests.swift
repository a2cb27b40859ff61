import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// Compliance profile nct-2025-04, 2.9.
@Suite struct `The pages of reviews` {
    private static let period = ReviewInterval.month.period(at: Sample.start - .seconds(31 * 86400))
    private static let id = "access_records-\(period.name)"

    private func hall(overdue: Bool = false) async throws -> DeskHall {
        let hall = try await DeskHall()
        try await hall.addKim()
        try await hall.addAuditor()
        let task = ReviewTask(
            .accessRecords, Self.period, due: hall.clock.now + .seconds(overdue ? -86400 : 86400),
            madeAt: hall.clock.now)
        _ = try await hall.store.make(task)
        let sheet = ReviewSheet(
            .accessRecords, Self.period,
            [
                ReviewSheet.Table(.people, [.account, .requests], [["kim-7f3a", "12"], ["<b>", "1"]]),
                ReviewSheet.Table(.newSources, [.account, .source], [["kim-7f3a", "203.0.113.7"]]),
            ])
        _ = try await hall.store.put(sheet, into: task.id)
        return hall
    }

    private static func form(_ hall: DeskHall, _ answer: String = "sound", findings: String = "") async throws -> String
    {
        let sheet = try #require(try await hall.store.review(id)?.sheet)
        let answers = ReviewKind.accessRecords.checklist.map { "\($0.rawValue)=\(answer)" }.joined(separator: "&")
        return "\(answers)&sheet=\(sheet.sha256.hex)&findings=\(findings)&reason=monthly+review"
    }

    @Test func `list what waits, and show what is to be looked at, with addresses in part to those who change nothing`()
        async throws
    {
        let hall = try await hall()
        let list = await hall.get("/review-tasks", as: hall.auditor)
        #expect(list.status == 200 && list.text.contains("/review-tasks/\(Self.id)"))
        let page = await hall.get("/review-tasks/\(Self.id)", as: hall.auditor)
        #expect(page.text.contains("kim-7f3a") && page.text.contains("203.0.*.*"))
        #expect(!page.text.contains("203.0.113.7") && !page.text.contains("<b>"))
        #expect(page.text.contains("/review-tasks/\(Self.id)/sign"))
        let korean = await hall.get("/review-tasks/\(Self.id)", language: "ko", as: hall.auditor)
        #expect(korean.text.contains("접속기록 월 점검") && korean.text.contains("내려받기마다 정당한 사유가 있습니까?"))
        #expect(await hall.get("/review-tasks/none", as: hall.auditor).status == 404)
    }

    @Test func `take the signature of an auditor with every question answered, and nobody else's`() async throws {
        let hall = try await hall()
        let path = "/review-tasks/\(Self.id)/sign"
        #expect(await hall.get(path, as: hall.auditor).text.contains("Do the denials show no sign"))
        let sheet = try #require(try await hall.store.review(Self.id)?.sheet).sha256.hex
        let incomplete = await hall.post(path, "denials=sound&sheet=\(sheet)&reason=monthly+review", as: hall.auditor)
        #expect(incomplete.status == 422 && incomplete.text.contains("Answer every question"))
        let silent = await hall.post(path, try await Self.form(hall, "finding"), as: hall.auditor)
        #expect(silent.status == 422 && silent.text.contains("Say what was found"))
        let administrator = await hall.post(path, try await Self.form(hall))
        #expect(administrator.status == 403 && administrator.text.contains("signed off by the role auditor"))
        #expect(try await hall.store.review(Self.id)?.signOff == nil)
        let signed = await hall.post(
            path, try await Self.form(hall, "finding", findings: "two+of+them"), as: hall.auditor)
        #expect(signed.header("Location") == "/review-tasks/\(Self.id)?done=done" || signed.status == 303)
        #expect(try await hall.store.review(Self.id)?.signOff?.findings == "two of them")
        let page = await hall.get("/review-tasks/\(Self.id)", as: hall.auditor).text
        #expect(page.contains("two of them") && page.contains("SHA-256 of what was signed") && page.contains(sheet))
        #expect(hall.record.events(.reviewSigned).map { $0.details["sheet"] } == [sheet])
    }

    @Test func `show everybody the same digest, in whole or in part and in both languages, and sign by it`()
        async throws
    {
        let hall = try await hall()
        let sheet = try #require(try await hall.store.review(Self.id)?.sheet).sha256.hex
        for language in ["ko", "en"] {
            for visitor in [hall.auditor, hall.visitor()] {
                let page = await hall.get("/review-tasks/\(Self.id)", language: language, as: visitor).text
                #expect(page.split(separator: sheet).count == 2)
            }
            let form = await hall.get("/review-tasks/\(Self.id)/sign", language: language, as: hall.auditor).text
            #expect(form.contains(#"name="sheet" value="\#(sheet)""#) && form.split(separator: sheet).count == 3)
        }
    }

    @Test(arguments: ["sheet=&", "sheet=abc&", ""])
    func `take no signature that does not say what was looked at`(said: String) async throws {
        let hall = try await hall()
        let sheet = try #require(try await hall.store.review(Self.id)?.sheet).sha256.hex
        let form = try await Self.form(hall).replacing("sheet=\(sheet)&", with: said)
        let answer = await hall.post("/review-tasks/\(Self.id)/sign", form, as: hall.auditor)
        #expect(answer.status == 409 && answer.text.contains("look at it again"))
        #expect(try await hall.store.review(Self.id)?.signOff == nil)
    }

    /// What stands below a form is what it signs: a form that was opened before the sheet was there leads to another one.
    @Test func `show nothing below a form that it does not sign, and lead to a form that does`() async throws {
        let hall = try await hall()
        let path = "/review-tasks/\(Self.id)/sign"
        let sheet = try #require(try await hall.store.review(Self.id)?.sheet).sha256.hex
        let form = try await Self.form(hall).replacing(sheet, with: Sample.digest(9).hex)
        let refused = await hall.post(path, form, as: hall.auditor).text
        #expect(!refused.contains("kim-7f3a") && !refused.contains(sheet))
        #expect(refused.contains("href=\"\(path)\"") && refused.contains("Look at it again"))
        #expect(await hall.get(path, as: hall.auditor).text.contains("kim-7f3a"))
    }

    @Test func `refuse a signature under a sheet that is not the one shown`() async throws {
        let hall = try await hall()
        let sheet = try #require(try await hall.store.review(Self.id)?.sheet).sha256.hex
        let form = try await Self.form(hall).replacing(sheet, with: Sample.digest(9).hex)
        let other = await hall.post("/review-tasks/\(Self.id)/sign", form, as: hall.auditor)
        #expect(other.status == 409 && other.text.contains("look at it again"))
    }

    @Test func `say on the first page in red what is late`() async throws {
        let hall = try await hall(overdue: true)
        #expect(await !hall.get("/").text.contains("Reviews overdue"))
        try await hall.reviews.keepUp(at: hall.clock.now, requestID: RequestID(high: 1, low: 1))
        let page = await hall.get("/")
        #expect(page.text.contains("Reviews overdue") && page.text.contains("tag-bad"))
    }

    @Test func `show reports of others, and which of them are overdue (T11)`() async throws {
        let hall = try await hall()
        #expect(await hall.get("/review-tasks", as: hall.auditor).text.contains("No report was filed yet."))
        let now = hall.clock.now
        for (id, about, due) in [("r-1", "cloud <b>", now), ("r-2", "other", now + .seconds(60))] {
            try await hall.store.file(
                FiledReport(
                    id: id, file: .init(name: "scan.pdf", sha256: Sample.digest(7), size: 4711),
                    content: .init(
                        .provider, about: about, madeAt: now - .seconds(60), due: due, result: .failed),
                    by: Sample.name("hong-41c2"), at: now, reason: "R-91"), atMost: 10)
        }
        let page = await hall.get("/review-tasks", as: hall.auditor).text
        #expect(page.contains("cloud &lt;b&gt;") && page.contains(Sample.digest(7).hex))
        #expect(page.split(separator: "Overdue").count == 2 && page.contains("Failed"))
        let korean = await hall.get("/review-tasks", language: "ko", as: hall.auditor).text
        #expect(korean.contains("점검 보고서") && korean.contains("기한 지남"))
    }

    @Test func `keep an unused right for those who change rights`() async throws {
        let hall = try await hall()
        #expect(await hall.get("/least-privilege").text.contains("still being read"))
        let rule = try #require(hall.access.policy.definition.rules.first).id
        let until = RFC3339.string(hall.clock.now + .seconds(86400)).prefix(16)
        let form = "right=rule%3A\(rule)&until=\(until.replacing(":", with: "%3A"))&reason=year%27s+end"
        #expect(await hall.post("/least-privilege/keep", form, as: hall.auditor).status == 403)
        #expect(await hall.post("/least-privilege/keep", form).status == 303)
        #expect(try await hall.store.keptRights(holdingAt: hall.clock.now).map(\.right) == ["rule:\(rule)"])
    }
}
