import FoundationEssentials
import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity
import Testing

@Suite struct `Records at the desk` {
    private static let one = "/api/v1/records/" + RoomRecords.event
    private static let why = #"{"reason": "incident 17"}"#

    @Test func `are searched by every filter, and the search is recorded before`() async throws {
        let room = try await DeskRoom()
        let answer = await room.get(
            "/api/v1/records",
            query: "person=kim-7f3a&console=fab&type=access&outcome=success&address=203.0.113.77&limit=1")
        #expect(answer.status == 200 && answer.text.contains(#""seq":9"#) && !answer.text.contains(#""seq":8"#))
        let criteria = try #require(room.records.queries.first).criteria
        #expect(criteria.person == "kim-7f3a" && criteria.console == "fab" && criteria.type == .access)
        #expect(criteria.outcome == .success && criteria.address == "203.0.113.77")
        let event = try #require(room.record.events(.recordsRead).first)
        #expect(event.details["filter"]?.count == 64 && !event.details.values.contains { $0.contains("kim") })
    }

    @Test(arguments: [
        "type=nothing", "outcome=x", "person=", "session=12", "before=x", "from=yesterday", "limit=0", "limit=201",
        "limit=x", "colour=red", "request=12", "event=x", "session=\(String(repeating: "g", count: 64))",
        "person=a&person=b",
    ])
    func `are not searched for what makes no sense, which is said`(query: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get("/api/v1/records", query: query).status == 400)
        #expect(room.records.queries.isEmpty)
    }

    @Test func `are found however the address and the identifiers are typed, on every way to them`() async throws {
        let room = try await DeskRoom()
        let (id, hash) = (String(repeating: "aB", count: 16), String(repeating: "cD", count: 32))
        let query = "address=::ffff:203.0.113.77&request=\(id)&event=\(id)&session=\(hash)"
        #expect(await room.get("/api/v1/records", query: query).status == 200)
        let criteria = try #require(room.records.queries.last).criteria
        #expect(criteria.address == "203.0.113.77" && criteria.requestID == id.lowercased())
        #expect(criteria.eventID == id.lowercased() && criteria.sessionHash == hash.lowercased())
        let nowhere = await room.get("/api/v1/records", query: "address=here")
        #expect(nowhere.status == 422 && nowhere.text.contains("10.20.0.5"))
        let body = #"{"address": "::ffff:203.0.113.77", "format": "json", "reason": "audit 2026"}"#
        let answer = await room.post("/api/v1/record-exports", body, as: room.administrator(["auditor"]))
        #expect(answer.status == 200 && answer.text.contains("203.0.113.77"))
        let none = body.replacing("::ffff:203.0.113.77", with: "here")
        #expect(
            await room.post("/api/v1/record-exports", none, as: room.administrator(["auditor"])).status == 422)
    }

    /// ISMS-P 2.6.3; compliance profile nct-2025-04, 2.8, "Display masking".
    @Test func `are shown in part to auditors, and whole to those who may act`() async throws {
        let room = try await DeskRoom()
        let auditor = room.administrator(["auditor"], factorAge: .seconds(3000))
        let masked = await room.get("/api/v1/records", as: auditor).text
        #expect(masked.contains("203.0.*.*") && !masked.contains("203.0.113.77") && masked.contains(#""masked":true"#))
        #expect(!masked.contains("hong@") && masked.contains("ho***@"))
        let whole = await room.get("/api/v1/records").text
        #expect(whole.contains("203.0.113.77") && !whole.contains(#""masked":true"#))
    }

    /// T49: from one event id, who, what, when, where, by which approval.
    @Test func `T49: one record leads to its request, its session and the grants of the person`() async throws {
        let room = try await DeskRoom()
        let story = await room.get(Self.one).text
        for kind in ["request", "session", "grants"] { #expect(story.contains(#""kind":"\#(kind)""#)) }
        #expect(story.contains(#""seq":8"#) && story.contains(#""seq":7"#) && story.contains(#""seq":6"#))
        #expect(room.record.events(.recordsRead).count == 1)
        #expect(await room.get("/api/v1/records/00000000000000000000000000000000").status == 404)
    }

    @Test func `are reached however many pages they are back: in a story, and unmasked`() async throws {
        let room = try await DeskRoom(records: RoomRecords(stretch: 1))
        let story = await room.get(Self.one).text
        for sequence in 6...9 { #expect(story.contains(#""seq":\#(sequence)"#)) }
        let oldest = try #require(try await RoomRecords(stretch: 1).record("13"))
        #expect(oldest.sequence == 6)
        #expect(await room.get("/api/v1/records/00000000000000000000000000000000").status == 404)
    }

    @Test func `are not said to be missing where nobody could look, and nobody is noted to have seen them`()
        async throws
    {
        let room = try await DeskRoom(records: RoomRecords(unread: ["segment 7 cannot be read"]))
        let gone = "/api/v1/records/00000000000000000000000000000000"
        let answer = await room.get(gone)
        #expect(answer.status == 503 && answer.text.contains("segment 7 cannot be read"))
        let auditor = room.administrator(["auditor"])
        #expect(await room.post(gone + "/unmask", Self.why, as: auditor).status == 503)
        #expect(room.record.events(.recordUnmasked).isEmpty)
        // What is there is shown, with what could not be looked at.
        #expect(await room.get(Self.one).text.contains("segment 7 cannot be read"))
    }

    @Test func `are looked for as long as somebody waits, and what was not reached is said`() async throws {
        await #expect(throws: RecordSearchProblem.notReached(["what lies before 1-1 was not reached in time"])) {
            try await RoomRecords(stretch: 1).record("13", within: .zero)
        }
        let story = try await RecordStory.tell(of: RoomRecords.event, from: RoomRecords(stretch: 1), within: .zero)
        #expect(story?.unread == ["what lies before 1-1 was not reached in time"])
    }

    @Test func `are shown whole to an auditor for a reason, with a fresh factor, and that is recorded`() async throws {
        let room = try await DeskRoom()
        let late = room.administrator(["auditor"], factorAge: .seconds(301))
        #expect(await room.post(Self.one + "/unmask", Self.why, as: late).status == 401)
        let auditor = room.administrator(["auditor"])
        #expect(await room.post(Self.one + "/unmask", "{}", as: auditor).status == 400)
        #expect(room.record.events(.recordUnmasked).isEmpty)
        let answer = await room.post(Self.one + "/unmask", Self.why, as: auditor)
        #expect(answer.status == 200 && answer.text.contains("203.0.113.77"))
        let event = try #require(room.record.events(.recordUnmasked).first)
        #expect(event.details["event"] == RoomRecords.event && event.statedReason == "incident 17")
    }

    @Test func `leave for a reason, and what left is recorded`() async throws {
        let room = try await DeskRoom()
        let body = #"{"person": "kim-7f3a", "type": "access", "format": "csv", "reason": "audit 2026"}"#
        let staff = room.administrator(["staff"])
        #expect(await room.post("/api/v1/record-exports", body, as: staff).status == 403)
        let answer = await room.post("/api/v1/record-exports", body, as: room.administrator(["auditor"]))
        #expect(answer.status == 200 && answer.text.contains("203.0.113.77"))
        let event = try #require(room.record.events(.recordsExported).first)
        #expect(event.details["records"] == "1" && event.details["format"] == "csv")
        #expect(event.details["first"] == "6" && event.details["last"] == "9" && event.statedReason == "audit 2026")
    }
}
