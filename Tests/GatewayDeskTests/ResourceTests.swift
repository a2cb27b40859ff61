import GatewayAccess
import GatewayIdentity
import GatewayTesting
import Testing

private struct Users: Decodable {
    struct User: Decodable {
        let name: String
        let roles: [String]
        let state: String
    }
    let users: [User]
}

private struct Details: Decodable {
    struct Binding: Decodable {
        let binding: String
    }
    let user: Users.User
    let bindings: [Binding]
}

private struct Ticket: Decodable {
    let enrolment_code: String
    let expires_at: String
}

private struct Identified: Decodable {
    let id: String
}

@Suite struct `At the desk` {
    private let because = #"{"reason": "as agreed"}"#

    @Test func `a person is added, shown, disabled, enabled and given other roles`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        #expect(await room.post("/api/v1/users/kim-7f3a/disable", because).status == 204)
        #expect(try await room.get("/api/v1/users").decoded(Users.self).users.map(\.state) == ["disabled"])
        #expect(await room.post("/api/v1/users/kim-7f3a/enable", because).status == 204)
        #expect(
            await room.post("/api/v1/users/kim-7f3a/roles", #"{"roles": ["auditor"], "reason": "moved"}"#).status == 204
        )
        let shown = try await room.get("/api/v1/users/kim-7f3a").decoded(Details.self)
        #expect(shown.user.roles == ["auditor"])
        #expect(shown.user.state == "active")
    }

    @Test func `a person is added once`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let again = await room.post(
            "/api/v1/users",
            #"{"name": "kim-7f3a", "display_name": "김", "roles": ["staff"], "organisation": "한빛", "reason": "again"}"#)
        #expect(again.status == 409)
    }

    @Test func `a role that the policy does not know is refused`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let answer = await room.post("/api/v1/users/kim-7f3a/roles", #"{"roles": ["emperor"], "reason": "promotion"}"#)
        #expect(answer.status == 422)
        #expect(answer.detail?.contains("emperor") == true)
    }

    @Test func `a certificate is bound from its PEM text and unbound by what is shown of it`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let pem = DeskRoom.pem.split(separator: "\n").joined(separator: #"\n"#) + #"\n"#
        #expect(
            await room.post(
                "/api/v1/users/kim-7f3a/bind-cert", #"{"pem": "\#(pem)", "by": "serial", "reason": "card issued"}"#
            ).status == 201)
        guard case .bound = room.access.holder(of: Sample.certificate(), from: Sample.address) else {
            Issue.record("not bound")
            return
        }
        let shown = try await room.get("/api/v1/users/kim-7f3a").decoded(Details.self)
        let binding = try #require(shown.bindings.first?.binding)
        #expect(
            await room.post("/api/v1/users/kim-7f3a/unbind-cert", #"{"binding": "\#(binding)", "reason": "card lost"}"#)
                .status == 204)
        #expect(room.access.holder(of: Sample.certificate(), from: Sample.address) == .unbound)
    }

    @Test func `a text that is no certificate is refused with the reader's words`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let answer = await room.post(
            "/api/v1/users/kim-7f3a/bind-cert", #"{"pem": "nonsense", "reason": "card issued"}"#)
        #expect(answer.status == 422)
        #expect(answer.detail == "'pem': not a PEM certificate")
    }

    @Test func `a reset gives a code for a new enrolment, which is in no record`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let ticket = try await room.post("/api/v1/users/kim-7f3a/reset-factor", because).decoded(Ticket.self)
        #expect(ticket.enrolment_code.count == 19)
        let event = try #require(room.record.events(.factorReset).first)
        #expect(!"\(event)".contains(ticket.enrolment_code))
    }

    @Test func `a lock is added, listed and lifted`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let added = await room.post(
            "/api/v1/locks",
            #"{"account": "kim-7f3a", "until": "2026-12-01T09:00:00+09:00", "reason": "laptop stolen"}"#)
        #expect(added.status == 201)
        #expect(await room.get("/api/v1/locks").text.contains("laptop stolen"))
        #expect(await room.post("/api/v1/locks/\(try added.decoded(Identified.self).id)/lift", because).status == 204)
        #expect(await room.get("/api/v1/locks").text == #"{"locks":[]}"#)
    }

    @Test(arguments: [
        #"{"reason": "nobody named"}"#, #"{"account": "kim-7f3a", "issuer": "CN=CA", "reason": "two named"}"#,
        #"{"certificate": "xyz", "reason": "no digest"}"#,
        #"{"account": "kim-7f3a", "until": "tomorrow", "reason": "no instant"}"#,
    ]) func `a lock that says too little or too much is refused`(body: String) async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        #expect(await room.post("/api/v1/locks", body).status == 400)
    }

    @Test func `a grant is added for a partner, listed and ended`() async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        await room.add("smith-02d9", "Smith", "foreign_partner", of: "Acme")
        let added = await room.post(
            "/api/v1/grants",
            #"""
            {"user": "smith-02d9", "consoles": ["notice"], "kind": "export_approval", "reference": "E-2026-17", "sponsor": "kim-7f3a",
             "from": "2026-11-22T09:00:00+09:00", "to": "2026-12-22T09:00:00+09:00", "reason": "project 17"}
            """#)
        #expect(added.status == 201)
        #expect(await room.get("/api/v1/grants", query: "user=smith-02d9").text.contains("E-2026-17"))
        #expect(await room.get("/api/v1/grants", query: "user=kim-7f3a").text == #"{"grants":[]}"#)
        let id = try added.decoded(Identified.self).id
        #expect(await room.post("/api/v1/grants/\(id)/end", because).status == 204)
        #expect(await room.post("/api/v1/grants/\(id)/end", because).status == 404)
    }

    @Test func `the node says how it stands, and which files it kept`() async throws {
        let room = try await DeskRoom()
        let status = await room.get("/api/v1/status").text
        for fact in [
            #""version":"0.1.0""#, #""trust_generation":3"#, "ca.crl is stale", #""policy_sha256":"0707"#,
            #""users":0"#, #""people":{"state":"read"}"#,
            #"{"connections":1,"console":"fab","detail":"9s","state":"left_out","url":"https://fab.internal","waiting":0}"#,
        ] {
            #expect(status.contains(fact))
        }
        let reload = await room.post("/api/v1/reload", because).text
        #expect(reload.contains(#"{"adopted":true,"part":"policies"}"#))
        #expect(reload.contains("ca.pem:1:1: not a certificate"))
        #expect(room.record.events(.reloaded).count == 1)
    }

    @Test(arguments: ["disable", "enable", "unlock", "reset-factor", "end-sessions"])
    func `nobody of a name that is not here is changed`(action: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.post("/api/v1/users/nobody-here/\(action)", because).status == 404)
    }

    @Test func `a session that is not there cannot be ended`() async throws {
        let room = try await DeskRoom()
        #expect(await room.post("/api/v1/sessions/\(Sample.digest(1))/end", because).status == 404)
        #expect(await room.post("/api/v1/sessions/xyz/end", because).status == 400)
    }
}
