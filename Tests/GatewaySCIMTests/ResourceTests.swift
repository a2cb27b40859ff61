import GatewayJSON
import GatewaySCIM
import Testing

@Suite struct `A SCIM resource` {
    private func user(_ text: String) throws -> SCIMUser { try SCIMUser(try #require(JSON(Array(text.utf8)))) }
    private let schemas = #""schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]"#

    @Test func `comes back as it was given, with what a service adds`() throws {
        let given = SCIMUser(
            userName: "kim-7f3a", displayName: "김하늘 \"Sky\"\n", isActive: true, externalID: "E-1", language: "ko",
            organisation: "한빛", roles: ["staff"])
        let place = SCIMPlace(base: "https://desk.example/scim/v2", created: "2026-11-22T10:00:00+09:00")
        let resource = given.resource(id: "kim-7f3a", waiting: ["roles"], at: place)
        let again = try #require(JSON(resource.bytes))
        #expect(again == resource)
        #expect(again.attribute("meta")?.attribute("location")?.string == "https://desk.example/scim/v2/Users/kim-7f3a")
        #expect(again.attribute(SCIMSchema.approval)?.attribute("waiting") == .array([.string("roles")]))
    }

    @Test(arguments: [
        ("{}", SCIMProblem.Kind.invalidSyntax), (#"{"schemas": ["x"], "userName": "kim-7f3a"}"#, .invalidSyntax),
        ("[]", .invalidSyntax),
    ]) func `without its schema is none`(text: String, kind: SCIMProblem.Kind) {
        #expect { try user(text) } throws: { ($0 as? SCIMProblem)?.kind == kind }
    }

    @Test(arguments: [
        "", #", "userName": 7"#, #", "userName": "kim", "active": "perhaps""#, #", "userName": "kim", "roles": [7]"#,
        #", "userName": "kim", "displayName": "a\u0000b""#, #", "userName": "kim", "active": 1"#,
    ]) func `with a value that is none is refused`(rest: String) {
        #expect { try user("{" + schemas + rest + "}") } throws: { ($0 as? SCIMProblem)?.kind == .invalidValue }
    }

    @Test func `pages from one, and never more than the service allows`() throws {
        let all = (1...250).map { JSON.object(["id": .string("\($0)")]) }
        func page(_ parameters: [(String, String)]) throws -> JSON { try SCIMQuery(parameters).list(all) }
        let second = try page([("startIndex", "101"), ("count", "100")])
        #expect(second.attribute("totalResults") == .number("250"))
        #expect(second.attribute("itemsPerPage") == .number("100"))
        #expect(try page([("count", "1000")]).attribute("itemsPerPage") == .number("200"))
        #expect(try page([("count", "-1")]).attribute("itemsPerPage") == .number("0"))
        #expect(try page([("startIndex", "-7")]).attribute("startIndex") == .number("1"))
        #expect(try page([("startIndex", "251")]).attribute("itemsPerPage") == .number("0"))
        #expect(throws: SCIMProblem.self) { try page([("count", "many")]) }
    }

    @Test func `shows what was asked for, and always its id`() throws {
        let resource = try #require(JSON(Array(#"{"schemas": [], "id": "1", "userName": "a", "active": true}"#.utf8)))
        func names(_ parameters: [(String, String)]) throws -> [String] {
            try SCIMQuery(parameters).shown(resource).members?.map(\.name) ?? []
        }
        #expect(try names([("attributes", "username")]) == ["schemas", "id", "userName"])
        #expect(try names([("excludedAttributes", "active, id")]) == ["schemas", "id", "userName"])
    }
}
