import GatewayAccess
import GatewayIdentity
import Testing

@testable import GatewayDesk

private struct Approvals: Decodable {
    let approvals: [ApprovalDocument]
}

private struct Grants: Decodable {
    let grants: [GrantDocument]
}

private struct Deletions: Decodable {
    let deletions: [DeletionTaskDocument]
}

/// What distinct groups give (T84, T101), over the API. That each group is asked is shown where it is decided (GatewayAccessTests).
@Suite struct `Approvals at the desk` {
    private let room: DeskRoom
    private let because = #"{"reason": "as agreed"}"#
    private let period = #""from": "2026-11-22T09:00:00+09:00", "to": "2026-12-02T09:00:00+09:00""#

    init() async throws {
        room = try await DeskRoom()
        try await room.addKim()
        await room.add("lee-90aa", "이관문", "security_admin", of: "한빛")
        await room.add("hong-41c2", "홍길동", "staff", of: "한빛")
        await room.add("smith-02d9", "Smith", "foreign_partner", of: "Acme")
    }

    private func staff(_ name: String, factorAge: Duration = .seconds(10)) -> DeskActor {
        room.administrator(["staff"], named: name, factorAge: factorAge)
    }

    private func asked(by actor: DeskActor) async -> Answer {
        await room.post(
            "/api/v1/approvals",
            #"{"user": "kim-7f3a", "name": "night_shift", "consoles": ["notice"], \#(period), "reason": "release 17"}"#,
            as: actor)
    }

    @Test func `are asked for by colleagues of any role for themselves, and given by others`() async throws {
        let asked = await asked(by: staff("kim-7f3a"))
        #expect(asked.status == 201)
        let request = try asked.decoded(ApprovalDocument.self)
        #expect((request.state, request.missing) == ("open", 1))
        let own = await room.post("/api/v1/approvals/\(request.id)/approve", because, as: staff("kim-7f3a"))
        #expect(own.status == 403)
        let given = try await room.post(
            "/api/v1/approvals/\(request.id)/approve", because, as: room.administrator()
        ).decoded(ApprovalDocument.self)
        #expect((given.state, given.decidedBy, given.isRunning) == ("given", "lee-90aa", true))
        #expect(
            await room.post("/api/v1/approvals/\(request.id)/reject", because, as: room.administrator()).status == 404)
        let withdrawn = try await room.post("/api/v1/approvals/\(request.id)/withdraw", because).decoded(
            ApprovalDocument.self)
        #expect((withdrawn.state, withdrawn.isRunning) == ("withdrawn", false))
    }

    @Test func `are shown to whom they concern, and to nobody else but those who read about people`() async throws {
        let id = try await asked(by: staff("kim-7f3a")).decoded(ApprovalDocument.self).id
        func seen(by actor: DeskActor) async throws -> [String] {
            try await room.get("/api/v1/approvals", as: actor).decoded(Approvals.self).approvals.map(\.id)
        }
        #expect(try await seen(by: staff("kim-7f3a")) == [id])
        #expect(try await seen(by: staff("hong-41c2")) == [])
        #expect(try await seen(by: room.administrator(["auditor"], factorAge: .seconds(3000))) == [id])
        #expect(await room.get("/api/v1/approvals/\(id)", as: staff("kim-7f3a")).status == 200)
        #expect(await room.get("/api/v1/approvals/\(id)", as: staff("hong-41c2")).status == 404)
        #expect(await room.get("/api/v1/approvals", query: "user=kim-7f3a").text.contains(id))
    }

    @Test func `take a factor proved just now`() async throws {
        #expect(await asked(by: staff("kim-7f3a", factorAge: .seconds(300))).status == 401)
        #expect(await asked(by: staff("hong-41c2")).status == 403)
    }

    @Test func `of a partner's grant come from two groups; then it runs, rests, goes on, ends and is cleared up`()
        async throws
    {
        let asked = await room.post(
            "/api/v1/grants/requests", grant(paths: #"["/p-17/drawings"]"#), as: staff("kim-7f3a"))
        #expect(asked.status == 201)
        let grant = try #require(try asked.decoded(Grants.self).grants.first)
        #expect((grant.progress, grant.scope.paths, grant.scope.asks) == ("asked", ["/p-17/drawings"], ["pledge"]))
        let id = try #require(grant.request)
        #expect(await room.post("/api/v1/approvals/\(id)/approve", because, as: staff("hong-41c2")).status == 200)
        let given = try await room.post("/api/v1/approvals/\(id)/approve", because, as: room.administrator()).decoded(
            ApprovalDocument.self)
        #expect(given.grants?.map(\.isRunning) == [true])
        for (step, status) in [("deletion", 422), ("pause", 204), ("pause", 404), ("resume", 204), ("end", 204)] {
            #expect(await room.post("/api/v1/grants/\(grant.id)/\(step)", because).status == status, "\(step)")
        }
        func isConfirmed() async throws -> [Bool] {
            try await room.get("/api/v1/grants/deletions").decoded(Deletions.self).deletions.map {
                $0.confirmation != nil
            }
        }
        #expect(try await isConfirmed() == [false])
        #expect(await room.post("/api/v1/grants/\(grant.id)/deletion", because).status == 204)
        #expect(try await isConfirmed() == [true])
    }

    @Test(arguments: [
        (#"["/p-17/**"]"#, 422), (#"["p-17"]"#, 400), ("[]", 400), (#"["/p%2d17"]"#, 400),
        ("[\"/\(String(repeating: "a", count: 512))\"]", 400),
    ]) func `are not asked for where the paths of a grant are none, or not exact`(paths: String, status: Int) async {
        #expect(await room.post("/api/v1/grants/requests", grant(paths: paths)).status == status)
    }

    @Test func `end with everything else of a partner that leaves`() async throws {
        let partners = await room.get("/api/v1/partners").text
        #expect(partners == #"{"partners":[{"organisation":"Acme","users":["smith-02d9"]}]}"#)
        func offBoarded(_ organisation: String) async -> Answer {
            let order = #"{"organisation": "\#(organisation)", "reason": "contract over"}"#
            return await room.post("/api/v1/partners/off-board", order)
        }
        let left = await offBoarded("Acme")
        #expect(left.status == 200)
        #expect(try left.decoded(OffBoardingDocument.self).people.map(\.user) == ["smith-02d9"])
        #expect(await offBoarded("한빛").status == 422)
        #expect(await offBoarded("").status == 400)
    }

    private func grant(paths: String) -> String {
        #"""
        {"users": ["smith-02d9"], "consoles": ["notice"], "kind": "export_approval", "reference": "E-2026-17", "sponsor": "kim-7f3a",
         \#(period), "paths": \#(paths), "methods": ["GET"], "countries": ["KR"], "reason": "project 17"}
        """#
    }
}
