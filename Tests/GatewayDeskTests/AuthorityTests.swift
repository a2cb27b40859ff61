import GatewayAccess
import GatewayDesk
import GatewayIdentity
import Testing

@Suite struct `The desk` {
    private static let reads = [
        "users", "requests", "reviews", "special-accounts", "sessions", "locks", "grants", "status", "warnings/recent",
        "records", "reports",
    ].map { "/api/v1/" + $0 }

    @Test(arguments: reads) func `shows nothing without one of its roles`(path: String) async throws {
        let room = try await DeskRoom()
        let answer = await room.get(path, as: room.administrator(["staff"]))
        #expect(answer.status == 403)
        #expect(answer.contentType == "application/problem+json")
    }

    @Test(arguments: reads) func `shows nothing to a certificate alone`(path: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get(path, as: room.administrator(factorAge: nil)).status == 401)
    }

    @Test(arguments: reads) func `lets auditors read`(path: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get(path, as: room.administrator(["auditor"], factorAge: .seconds(3000))).status == 200)
    }

    private static let changes = [
        "users", "users/kim-7f3a/disable", "users/kim-7f3a/enable", "users/kim-7f3a/unlock", "users/kim-7f3a/contact",
        "warnings/test", "users/kim-7f3a/roles",
        "users/kim-7f3a/reset-factor",
        "users/kim-7f3a/suspend", "users/kim-7f3a/resume", "users/kim-7f3a/remove", "users/kim-7f3a/review",
        "users/kim-7f3a/check", "requests/account", "requests/roles", "requests/opening", "requests/00/approve",
        "requests/00/reject", "imports/plan", "imports",
        "users/kim-7f3a/bind-cert", "users/kim-7f3a/unbind-cert", "users/kim-7f3a/end-sessions", "sessions/00/end",
        "locks", "locks/00/lift", "grants",
        "grants/00/end", "reload", "reports/provider", "reports/bypass", "reports/00/remove",
    ].map { "/api/v1/" + $0 }

    @Test(arguments: changes) func `lets auditors change nothing`(path: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.post(path, "{}", as: room.administrator(["auditor"])).status == 403)
        #expect(room.record.events(.administrationRefused).count == 1)
    }

    /// NCT2-4.2-C3: whoever may not undo a measure is in the record with the measure, and not a second time without it.
    @Test func `writes down a refusal once, whoever refused`() async throws {
        let room = try await DeskRoom()
        let gate = DeskGate(room.access.administration)
        func told(_ problem: AdministrationProblem) async -> DeskProblem {
            await gate.recorded(
                DeskProblem(problem), of: "POST /api/v1/measures/00/lift", by: room.administrator(),
                requestID: RequestID(high: 1, low: 1))
        }
        #expect(await told(.ownMeasure).reason == .notAllowed)
        #expect(await told(.person(AccountName(stored: "kim-7f3a"), .ownMeasure)).reason == .notAllowed)
        #expect(room.record.events(.administrationRefused).isEmpty)
        #expect(await told(.ownAccount).reason == .notAllowed)
        #expect(room.record.events(.administrationRefused).map(\.reason) == [.actionDenied])
    }

    @Test(arguments: changes) func `asks for a second factor of the last five minutes before a change`(path: String)
        async throws
    {
        let room = try await DeskRoom()
        #expect(await room.post(path, "{}", as: room.administrator(factorAge: .seconds(300))).status == 401)
        #expect(await room.post(path, "{}", as: room.administrator(factorAge: .seconds(299))).status == 400)
    }

    @Test(arguments: [FactorKind.recoveryCode, .password]) func `takes no lesser factor for a second one`(
        kind: FactorKind
    ) async throws {
        let room = try await DeskRoom()
        #expect(
            await room.post("/api/v1/reload", #"{"reason": "new CRL"}"#, as: room.administrator(kind: kind)).status
                == 401)
    }

    @Test func `takes no proof from the future`() async throws {
        let room = try await DeskRoom()
        #expect(
            await room.post(
                "/api/v1/reload", #"{"reason": "new CRL"}"#, as: room.administrator(factorAge: .seconds(-1))
            ).status == 401)
    }

    @Test func `lets whoever may open the control socket do both, and records the uid`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        #expect(await room.get("/api/v1/users").status == 200)
        #expect(room.record.events(.accountAdded).map(\.actor) == [.controlSocket(uid: 0)])
        #expect(room.record.events(.peopleRead).map(\.actor) == [.controlSocket(uid: 0)])
    }

    @Test func `lets nobody administer themselves`() async throws {
        let room = try await DeskRoom()
        _ = await room.post(
            "/api/v1/users",
            #"{"name": "lee-90aa", "display_name": "이", "roles": ["security_admin"], "organisation": "한빛", "reason": "first one"}"#
        )
        #expect(
            await room.post("/api/v1/users/lee-90aa/unlock", #"{"reason": "forgot"}"#, as: room.administrator()).status
                == 403)
    }

    @Test func `does nothing that cannot be recorded`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        room.record.breakDown()
        #expect(await room.post("/api/v1/users/kim-7f3a/disable", #"{"reason": "left"}"#).status == 503)
        #expect(await room.get("/api/v1/users").status == 503)
    }

    @Test(arguments: ["/", "/api/v1/nothing", "/api/v2/users", "/users", "/api/v1/users/kim-7f3a/promote"])
    func `has no other paths`(path: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get(path).status == 404)
    }
}
