import GatewayAccess
import GatewayIdentity
import Testing

/// Compliance profile nct-2025-04, T11 and T38.
@Suite struct `The register of reports at the desk` {
    private static let body = #"""
        {"about": "한빛 클라우드", "file": "scan.pdf", "sha256": "\#(String(repeating: "ab", count: 32))", "size": 4711,
         "made_at": "2026-01-10T10:00:00Z", "due_at": "2026-12-31T00:00:00+09:00", "result": "passed", "reason": "R-91"}
        """#

    @Test func `takes a provider's report from a security administrator or the operator, and shows it to auditors`()
        async throws
    {
        let room = try await DeskRoom()
        let path = "/api/v1/reports/provider"
        #expect(await room.post(path, Self.body, as: room.administrator(["policy_author"])).status == 403)
        let filed = await room.post(path, Self.body, as: room.administrator(["operator"]))
        #expect(filed.status == 201 && filed.text.contains(#""state":"current""#))
        let list = await room.get("/api/v1/reports", as: room.administrator(["auditor"]))
        #expect(list.text.contains("한빛 클라우드") && list.text.contains("scan.pdf"))
        let again = await room.post(path, Self.body, as: room.administrator())
        #expect(again.status == 409 && again.text.contains("in the register already"))
        // Whoever runs the node takes nothing out that speaks against it.
        let id = try #require(room.record.events(.reportFiled).first?.details["report"])
        let reason = #"{"reason": "filed for the wrong provider"}"#
        #expect(
            await room.post("/api/v1/reports/\(id)/remove", reason, as: room.administrator(["operator"])).status == 403)
        #expect(await room.post("/api/v1/reports/\(id)/remove", reason, as: room.administrator()).status == 204)
        #expect(await room.post("/api/v1/reports/\(id)/remove", reason, as: room.administrator()).status == 404)
    }

    @Test(arguments: [
        (#""result": "passed""#, #""result": "fine""#, 400), ("ab", "xy", 400),
        ("2026-01-10T10:00:00Z", "yesterday", 400), ("scan.pdf", "a/scan.pdf", 422), ("2026-12-31", "2025-12-31", 422),
        (#""size": 4711"#, #""size": 0"#, 422),
    ])
    func `refuses what makes no sense, and says why`(old: String, new: String, status: Int) async throws {
        let room = try await DeskRoom()
        let body = Self.body.replacing(old, with: new)
        #expect(await room.post("/api/v1/reports/provider", body, as: room.administrator()).status == status)
        #expect(room.record.events(.reportFiled).isEmpty)
    }

    @Test func `refuses an answer that the doctor did not print`() async throws {
        let room = try await DeskRoom()
        let body = #"{"file": "bypass.json", "answer": "{\"sound\": true, \"findings\": []}", "reason": "weekly"}"#
        let answer = await room.post("/api/v1/reports/bypass", body, as: room.administrator())
        #expect(answer.status == 422 && answer.text.contains("is not what 'gwanmun doctor --bypass --json' prints"))
    }
}
