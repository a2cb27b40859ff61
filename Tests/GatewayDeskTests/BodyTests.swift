import GatewayAccess
import GatewayDesk
import GatewayIdentity
import Testing

@Suite struct `A body at the desk` {
    private func refusal(_ body: String, to path: String = "/api/v1/users", contentType: String? = "application/json")
        async throws -> String?
    {
        let room = try await DeskRoom()
        let answer = await room.post(path, body, contentType: contentType)
        #expect(answer.status == 400)
        #expect(answer.contentType == "application/problem+json")
        return answer.detail
    }

    @Test func `with a member we do not know is refused, not read in part`() async throws {
        let detail = try await refusal(
            #"{"name": "kim-7f3a", "display_name": "김", "rolls": ["staff"], "roles": [], "organisation": "한빛", "reason": "typing error"}"#
        )
        #expect(detail?.contains("'rolls'") == true)
        #expect(detail?.contains("roles") == true)
    }

    @Test func `without a member it needs is refused by its name`() async throws {
        #expect(try await refusal(#"{"name": "kim-7f3a"}"#)?.contains("missing") == true)
    }

    @Test func `of the wrong type is refused by the member's name`() async throws {
        let detail = try await refusal(
            #"{"name": 7, "display_name": "김", "roles": [], "organisation": "한빛", "reason": "number"}"#)
        #expect(detail?.contains("'name' must be a text") == true)
    }

    @Test(arguments: ["", "[]", "{", "null", "\u{0}"]) func `that is no JSON object is refused`(body: String)
        async throws
    {
        _ = try await refusal(body)
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded"])
    func `that a foreign page could send without asking is refused`(contentType: String?) async throws {
        _ = try await refusal(#"{"reason": "a form on another site"}"#, to: "/api/v1/reload", contentType: contentType)
    }

    @Test(arguments: [#"{}"#, #"{"reason": ""}"#, #"{"reason": "two\nlines"}"#])
    func `without a reason for the record is refused`(body: String) async throws {
        _ = try await refusal(body, to: "/api/v1/reload")
    }

    @Test(arguments: [("admin", "guess"), ("admin1", "guess"), ("Kim", "3 to 64"), ("", "3 to 64")])
    func `with a name that is no account's is refused in words`(name: String, word: String) async throws {
        let detail = try await refusal(
            #"{"name": "\#(name)", "display_name": "김", "roles": [], "organisation": "한빛", "reason": "new one"}"#)
        #expect(detail?.contains(word) == true)
    }

    @Test func `larger than the limit is refused unread`() async throws {
        let room = try await DeskRoom()
        let answer = await room.post(
            "/api/v1/reload", #"{"reason": ""# + String(repeating: "x", count: DeskResponder.bodyLimit) + #""}"#)
        #expect(answer.status == 413)
    }
}
