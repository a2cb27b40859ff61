import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayTesting
import Testing

private struct Terms: Decodable, Equatable {
    let owner: String
    let networks: [String]
    let until: String
}

private struct Services: Decodable {
    struct Service: Decodable {
        let user: String
        let state: String
        let terms: Terms?
    }
    let services: [Service]
}

private struct Requested: Decodable {
    let kind: String
    let state: String
    let terms: Terms?
}

@Suite struct `Services at the desk` {
    private static let until = RFC3339.string(Sample.start + .seconds(30 * 86_400))

    private static func body(networks: String = #"["10.20.3.0/28"]"#, owner: String = "kim-7f3a") -> String {
        #"{"owner": "\#(owner)", "networks": \#(networks), "until": "\#(until)", "reason": "ticket 61"}"#
    }

    private static func new(_ terms: String) -> String {
        #"""
        {"name": "build-bot-5e", "display_name": "야간 빌드", "roles": ["build_bot"], "organisation": "연구소", "use": "service",
         "reason": "ticket 61"\#(terms)}
        """#
    }

    private func room() async throws -> DeskRoom {
        let room = try await DeskRoom()
        try await room.addKim()
        let terms = #", "owner": "kim-7f3a", "networks": ["192.0.2.0/28"], "until": "\#(Self.until)""#
        #expect(await room.post("/api/v1/users", Self.new(terms)).status == 201)
        return room
    }

    @Test func `are listed with their terms`() async throws {
        let room = try await room()
        let listed = try await room.get("/api/v1/services").decoded(Services.self).services
        #expect(listed.map(\.user) == ["build-bot-5e"])
        #expect(listed.map(\.state) == ["running"])
        #expect(listed.first?.terms == Terms(owner: "kim-7f3a", networks: ["192.0.2.0/28"], until: Self.until))
    }

    @Test func `are renewed whole, at once where one person may`() async throws {
        let room = try await room()
        let answer = await room.put("/api/v1/users/build-bot-5e/service", Self.body())
        #expect(answer.status == 200)
        #expect(try answer.decoded(Terms.self).networks == ["10.20.3.0/28"])
        let listed = try await room.get("/api/v1/services").decoded(Services.self).services
        #expect(listed.first?.terms?.networks == ["10.20.3.0/28"])
    }

    @Test func `wait for another person where that takes two`() async throws {
        let room = try await DeskRoom(people: AccountRules())
        let founding = #"""
            {"name": "kim-7f3a", "display_name": "김하늘", "roles": ["security_admin"], "organisation": "연구소", "reason": "first"}
            """#
        #expect(await room.post("/api/v1/users", founding).status == 201)
        let terms = #", "owner": "kim-7f3a", "networks": ["192.0.2.0/28"], "until": "\#(Self.until)""#
        let answer = await room.post("/api/v1/users", Self.new(terms))
        #expect(answer.status == 202)
        let request = try answer.decoded(Requested.self)
        #expect(request.kind == "account")
        #expect(request.terms == Terms(owner: "kim-7f3a", networks: ["192.0.2.0/28"], until: Self.until))
    }

    @Test(arguments: [
        (#"["10.20.3.1/28"]"#, 422, "10.20.3.1/28"), ("[]", 422, "at least one"), (#"["0.0.0.0/0"]"#, 422, "too wide"),
    ])
    func `come from networks that can be read and are not the world`(networks: String, status: Int, told: String)
        async throws
    {
        let room = try await room()
        let answer = await room.put("/api/v1/users/build-bot-5e/service", Self.body(networks: networks))
        #expect(answer.status == status)
        #expect(answer.detail?.contains(told) == true)
    }

    @Test func `have all their terms or none, and are the only ones with any`() async throws {
        let room = try await room()
        let half = await room.post("/api/v1/users", Self.new(#", "owner": "kim-7f3a""#))
        #expect(half.status == 400)
        #expect(half.detail?.contains("belong together") == true)
        #expect(await room.post("/api/v1/users", Self.new("")).status == 422)
        let person = await room.put("/api/v1/users/kim-7f3a/service", Self.body())
        #expect(person.status == 422)
        #expect(person.detail?.contains("no service account") == true)
        #expect(await room.put("/api/v1/users/nobody-0000/service", Self.body()).status == 404)
        let stranger = await room.put("/api/v1/users/build-bot-5e/service", Self.body(owner: "nobody-0000"))
        #expect(stranger.status == 422)
    }

    @Test func `are read and renewed by those who administer, and nobody else`() async throws {
        let room = try await room()
        let auditor = room.administrator(["auditor"])
        #expect(await room.get("/api/v1/services", as: auditor).status == 200)
        #expect(await room.get("/api/v1/services", as: room.administrator(["staff"])).status == 403)
        #expect(await room.put("/api/v1/users/build-bot-5e/service", Self.body(), as: auditor).status == 403)
        let stale = room.administrator(factorAge: .seconds(301))
        #expect(await room.put("/api/v1/users/build-bot-5e/service", Self.body(), as: stale).status == 401)
    }
}
