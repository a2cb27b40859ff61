import GatewayIdentity
import Testing

@testable import GatewayDesk

/// Roles kept apart (issue 5, point 6 and 7): who writes a policy does not approve it, and neither administers people.
@Suite struct `The policy at the desk` {
    private let files = #""files": {"roles.yaml": "version: 1\n# other\n"}, "reason": "night shift""#

    @Test(arguments: ["security_admin", "auditor", "policy_author", "policy_approver"])
    func `is read by those who answer for it`(role: String) async throws {
        let room = try await DeskRoom()
        let answer = await room.get(
            "/api/v1/policy/versions", as: room.administrator([role], factorAge: .seconds(3000)))
        #expect(answer.status == 200)
        #expect(answer.text.contains(#""cause":"founding""#))
    }

    @Test(arguments: ["operator", "staff", "provisioner"])
    func `is not read by others`(role: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get("/api/v1/policy/versions", as: room.administrator([role])).status == 403)
    }

    @Test(arguments: [("security_admin", 201), ("policy_author", 201), ("policy_approver", 403), ("auditor", 403)])
    func `is drafted by authors`(role: String, status: Int) async throws {
        let room = try await DeskRoom()
        let answer = await room.post("/api/v1/policy/drafts", "{\(files)}", as: room.administrator([role]))
        #expect(answer.status == status)
    }

    @Test func `is drafted and approved with a second factor proved just now`() async throws {
        let room = try await DeskRoom()
        let stale = room.administrator(["policy_author"], factorAge: .seconds(301))
        #expect(await room.post("/api/v1/policy/drafts", "{\(files)}", as: stale).status == 401)
        let approver = room.administrator(["policy_approver"], factorAge: .seconds(301))
        #expect(await room.post("/api/v1/policy/drafts/x/approve", "{}", as: approver).status == 401)
    }

    @Test(arguments: [
        "drafts", "drafts/x/approve", "drafts/x/activate", "drafts/x/try", "drafts/x/end-trial", "emergency",
        "versions/1/ratify", "rollback",
    ])
    func `is not changed through the control socket, which is nobody's certificate`(path: String) async throws {
        let room = try await DeskRoom()
        let answer = await room.post("/api/v1/policy/\(path)", "{\(files)}")
        #expect(answer.status == 403)
        #expect(answer.detail?.contains("nobody's certificate") == true)
        #expect(await room.get("/api/v1/policy/drafts").status == 200)
    }

    @Test(arguments: [
        ("policy_author", 404), ("policy_approver", 404), ("security_admin", 404), ("auditor", 403), ("operator", 403),
    ])
    func `is tried by those who write or approve it`(role: String, status: Int) async throws {
        let room = try await DeskRoom()
        for step in ["try", "end-trial"] {
            let path = "/api/v1/policy/drafts/x/\(step)"
            let answer = await room.post(path, #"{"reason": "two weeks"}"#, as: room.administrator([role]))
            #expect(answer.status == status)
            let stale = room.administrator([role], factorAge: .seconds(301))
            #expect(await room.post(path, #"{"reason": "two weeks"}"#, as: stale).status == (status == 404 ? 401 : 403))
        }
    }

    @Test(arguments: [
        #""days": 3, "until": "2026-12-01T07:00:00+09:00""#, #""until": "tomorrow""#, #""days": "3""#, #""hours": 3"#,
    ])
    func `is tried for days or until a time`(length: String) async throws {
        let room = try await DeskRoom()
        let answer = await room.post(
            "/api/v1/policy/drafts/x/try", "{\(length), \"reason\": \"two weeks\"}",
            as: room.administrator(["policy_author"]))
        #expect(answer.status == 400 || answer.status == 422)
        #expect(answer.status != 404)
    }

    @Test func `is changed alone by a security administrator only`() async throws {
        let room = try await DeskRoom()
        for role in ["policy_author", "policy_approver", "operator"] {
            #expect(await room.post("/api/v1/policy/emergency", "{}", as: room.administrator([role])).status == 403)
        }
    }

    @Test func `refuses files that are none, by name`() async throws {
        let room = try await DeskRoom()
        let author = room.administrator(["policy_author"])
        for (name, says) in [
            ("../roles.yaml", "is not a name"), (".roles.yaml", "is not a name"), ("roles.yml", "is not a name"),
            ("tests/a/b.yaml", "is not a name"), ("ro\u{202E}les.yaml", "is not a name"),
        ] {
            let answer = await room.post(
                "/api/v1/policy/drafts", #"{"files": {"\#(name)": "version: 1"}, "reason": "night shift"}"#, as: author)
            #expect(answer.status == 422)
            #expect(answer.detail?.contains(says) == true)
        }
        let none = await room.post("/api/v1/policy/drafts", #"{"files": {}, "reason": "night shift"}"#, as: author)
        #expect(none.status == 422)
    }

    @Test(arguments: [("policy_author", false), ("security_admin", true)])
    func `tells whose requests a draft would answer otherwise to nobody who may not read records`(
        role: String, isTold: Bool
    ) async throws {
        let room = try await DeskRoom()
        let answer = await room.post("/api/v1/policy/drafts", "{\(files)}", as: room.administrator([role]))
        #expect(answer.status == 201)
        #expect(answer.text.contains("choi-5b6c") == isTold)
        #expect(answer.text.contains("req-0001") == isTold)
        #expect(answer.text.contains(#""masked":true"#) != isTold)
        // What it is about is told to both.
        #expect(answer.text.contains("fab-people"))
        #expect(answer.text.contains(##"#1"##) != isTold)
    }

    @Test func `that is as large as one can be fits into a body`() {
        // Every byte spelled with two, and what goes with it.
        #expect(DeskResponder.bodyLimit > 2 * PolicyBundle.sizeLimit + 32 * 1024)
        // 10,000 rules of 300 bytes.
        #expect(PolicyBundle.sizeLimit >= 10_000 * 300)
    }

    @Test func `is looked at without a draft`() async throws {
        let room = try await DeskRoom()
        let answer = await room.post(
            "/api/v1/policy/examine", #"{"files": {"roles.yaml": "x"}}"#,
            as: room.administrator(["policy_author"], factorAge: .seconds(3000)))
        #expect(answer.status == 200)
        #expect(answer.text.contains("is not a policy here"))
        #expect(await room.get("/api/v1/policy/drafts").text == #"{"drafts":[]}"#)
    }

    @Test func `gives an operator the node, and neither people nor policy`() async throws {
        let room = try await DeskRoom()
        let operator_ = room.administrator(["operator"])
        #expect(await room.get("/api/v1/status", as: operator_).status == 200)
        #expect(await room.post("/api/v1/reload", #"{"reason": "new certificate"}"#, as: operator_).status == 200)
        #expect(await room.get("/api/v1/users", as: operator_).status == 403)
        #expect(await room.post("/api/v1/policy/drafts", "{\(files)}", as: operator_).status == 403)
    }

    @Test func `has one line in the table of rights for each right`() {
        for right in DeskRight.allCases { #expect(right.roles.isEmpty == right.isForEveryRole) }
        #expect(DeskRight.changePeople.roles.map(\.text) == ["security_admin"])
        #expect(Set(DeskRight.readPeople.roles.map(\.text)) == ["security_admin", "auditor"])
    }
}
