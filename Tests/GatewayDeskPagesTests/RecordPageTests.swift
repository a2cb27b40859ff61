import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayTesting
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

    // MARK: What a file does not hold

    private static let form =
        "person=&console=notice&type=&outcome=&reason_code=&from=&to=&request_id=&event_id=&address=&grant=&session=&reason=audit+2026&format="

    private static func stretch(_ first: UInt64, _ last: UInt64, after hash: UInt8) -> DeletedStretch {
        DeletedStretch(
            first: first, last: last, previousHash: Sample.digest(hash), lastHash: Sample.digest(hash + 1))
    }

    private static let middle = DeletedStretch(
        first: 16, last: 30, previousHash: Sample.digest(3), lastHash: Sample.digest(5))

    /// Of a trail that begins with record 11, and from whose middle 16 to 30 were deleted as two segments.
    private func holed() async throws -> DeskHall {
        let hall = try await hall()
        let middle = [Self.stretch(16, 20, after: 3), Self.stretch(21, 30, after: 4)]
        func line(_ seq: Int) -> String { #"{"seq":\#(seq),"ts":"2026-11-22T10:00:00.000+09:00","type":"access"}"# }
        func piece(_ numbers: [Int], _ omitted: Int, _ first: UInt64, _ last: UInt64, _ gone: [DeletedStretch] = [])
            -> RecordExtract
        {
            RecordExtract(
                records: numbers.map(line), omitted: Array(repeating: "{}", count: omitted),
                deleted: gone.map { String(decoding: $0.line.dropLast(), as: UTF8.self) }, first: first, last: last,
                previousHash: nil, lastHash: nil, goesOn: last < 40, checkpoints: [])
        }
        hall.records.hold(
            [piece([11, 15], 3, 11, 15), piece([31], 9, 16, 40, middle)],
            deleted: [Self.stretch(1, 10, after: 1), Self.middle])
        return hall
    }

    @Test(arguments: [
        ("en", "records 16–30 (15)", "of records 1–40: 3 are here, 12 were not asked for, 25 were deleted"),
        ("ko", "기록 16–30(15건)", "기록 1–40에서: 담은 기록 3건, 조건에 맞지 않아 뺀 기록 12건, 삭제된 기록 25건"),
    ])
    func `leaves in a table with what was deleted in its place, and at the end what is not there`(
        language: String, gone: String, end: String
    ) async throws {
        let hall = try await holed()
        let answer = await hall.post("/export-records", Self.form + "csv", language: language, as: hall.auditor)
        let rows = answer.text.split(separator: "\r\n").map(String.init)
        #expect(rows.count == 7, "\(rows)")
        #expect(rows.map { String($0.prefix { $0 != "," }) } == ["seq", "1", "11", "15", "16", "31", ""])
        let deleted = try #require(rows.first { $0.hasPrefix("16,") })
        #expect(deleted.contains(",(deleted),") && deleted.contains(gone))
        #expect(deleted.contains(#""{""format"":""gwanmun-audit-deleted/1"",""first_seq"":16,""last_seq"":30,"#))
        #expect(rows.last?.contains(",(end),") == true && rows.last?.contains(end) == true)
        let event = try #require(hall.record.events(.recordsExported).first)
        #expect(event.details["records"] == "3" && event.details["first"] == "1" && event.details["last"] == "40")
    }

    @Test func `leaves in a table also where it cannot be read as a record`() async throws {
        let hall = try await hall()
        hall.records.hold(
            [
                RecordExtract(
                    records: ["nonsense"], omitted: [], deleted: [], first: 1, last: 1, previousHash: nil,
                    lastHash: nil, goesOn: false, checkpoints: [])
            ], deleted: [])
        let answer = await hall.post("/export-records", Self.form + "csv", as: hall.auditor)
        let rows = answer.text.split(separator: "\r\n").map(String.init)
        #expect(rows.count == 3 && rows[1].contains(",(unreadable),") && rows[1].hasSuffix(",nonsense"), "\(rows)")
    }

    @Test func `leaves as JSON with the same, each line that is no record in a format of its own`() async throws {
        let hall = try await holed()
        let lines = await hall.post("/export-records", Self.form + "json", as: hall.auditor).text.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines.filter { !$0.contains(#""format""#) }.count == 3)
        #expect(DeletedStretch(line: Array((lines[3] + "\n").utf8)) == Self.middle)
        #expect(
            lines.last
                == #"{"format":"gwanmun-audit-extract/1","first_seq":1,"last_seq":40,"records":3,"omitted":12,"deleted":25}"#
        )
    }

    @Test func `is not taken along where what is left of deleted ones cannot be read`() async throws {
        let hall = try await hall()
        hall.records.hold(
            [
                RecordExtract(
                    records: [], omitted: [], deleted: ["{}"], first: 1, last: 9, previousHash: nil, lastHash: nil,
                    goesOn: false, checkpoints: [])
            ], deleted: [])
        #expect(await hall.post("/export-records", Self.form + "csv", as: hall.auditor).status == 503)
        #expect(hall.record.events(.recordsExported).isEmpty)
    }

    @Test func `that was deleted is told of on the page, before anything is taken along`() async throws {
        let hall = try await holed()
        let english = await hall.get("/export-records", as: hall.auditor).text
        #expect(english.contains("Records that were deleted") && english.contains("16–30") && english.contains("1–10"))
        let korean = await hall.get("/export-records", language: "ko", as: hall.auditor).text
        #expect(korean.contains("삭제된 기록") && korean.contains("보존 기간이 끝나 삭제된 기록은 파일에 담기지 않습니다."))
        let whole = try await self.hall()
        #expect(await !whole.get("/export-records", as: whole.auditor).text.contains("Records that were deleted"))
    }

    @Test func `names what could not be looked at`() async throws {
        let hall = try await DeskHall(
            records: RecordPage(records: [], next: nil, unread: ["00000000000000000001.jsonl: cannot read"]))
        #expect(await hall.get("/records").text.contains("00000000000000000001.jsonl: cannot read"))
    }
}
