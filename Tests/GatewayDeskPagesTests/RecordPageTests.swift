import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity
import GatewayPages
import Testing

@testable import GatewayDeskPages

@Suite struct `A record at the desk` {
    private static let event = "0123456789abcdef0123456789abcdef"
    private static let path = "/records/" + event

    private func hall() async throws -> DeskHall {
        let line =
            #"{"seq":7,"ts":"2026-11-22T10:00:00.000+09:00","event_id":"\#(Self.event)","type":"access","outcome":"denied","reason":"zone_denied","account":"kim-7f3a","src_ip":"203.0.113.77","upstream":"notice","method":"GET","path":"/x","rule_id":"notice-people"}"#
        let record = try #require(Array(line.utf8).withUnsafeBytes { ParsedRecord(line: $0) })
        return try await DeskHall(records: RecordPage(records: [record], next: nil))
    }

    @Test func `T49: says who, what, when, where and by which rule, in both languages`() async throws {
        let hall = try await hall()
        let english = await hall.get(Self.path).text
        for word in [
            "Who", "kim-7f3a", "notice", "/x", "From where", "203.0.113.77", "rule_id=notice-people", "zone_denied",
        ] {
            #expect(english.contains(word), "\(word)")
        }
        #expect(await hall.get(Self.path, language: "ko").text.contains("어디에서"))
        #expect(hall.record.events(.recordsRead).count == 2)
    }

    @Test func `is shown in part to an auditor, and whole once they said why`() async throws {
        let hall = try await hall()
        let part = await hall.get(Self.path, as: hall.auditor).text
        #expect(!part.contains("203.0.113.77") && part.contains("203.0.*.*") && part.contains(Self.path + "/unmask"))
        #expect(await hall.post(Self.path + "/unmask", "reason=x", as: hall.auditor).status == 422)
        #expect(hall.record.events(.recordUnmasked).isEmpty)
        let whole = await hall.post(Self.path + "/unmask", "reason=incident+17", as: hall.auditor)
        #expect(whole.status == 200 && whole.text.contains("203.0.113.77"))
        let event = try #require(hall.record.events(.recordUnmasked).first)
        #expect(event.details["event"] == Self.event && event.statedReason == "incident 17")
    }

    @Test func `is not shown whole when that cannot be recorded`() async throws {
        let hall = try await hall()
        hall.record.breakDown()
        let answer = await hall.post(Self.path + "/unmask", "reason=incident+17", as: hall.auditor)
        #expect(answer.status == 503 && !answer.text.contains("203.0.113.77"))
    }

    @Test func `leaves in a file for a reason, and is recorded before`() async throws {
        let hall = try await hall()
        let form =
            "person=&console=notice&type=&outcome=&reason_code=&from=&to=&request_id=&event_id=&address=&grant=&session=&format=excel&reason=audit+2026"
        let answer = await hall.post("/export-records", form, as: hall.auditor)
        #expect(answer.status == 200 && answer.text.hasPrefix("\u{FEFF}seq,ts,type"))
        #expect(answer.header("Content-Disposition") == "attachment; filename=\"records.csv\"")
        #expect(hall.record.events(.recordsExported).first?.details["records"] == "1")
        hall.record.breakDown()
        #expect(await hall.post("/export-records", form, as: hall.auditor).status == 503)
    }

    @Test func `names what could not be looked at`() async throws {
        let hall = try await DeskHall(
            records: RecordPage(records: [], next: nil, unread: ["00000000000000000001.jsonl: cannot read"]))
        #expect(await hall.get("/records").text.contains("00000000000000000001.jsonl: cannot read"))
    }
}
