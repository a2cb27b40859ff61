import GatewayJSON
import GatewaySCIM
import Testing

/// RFC 7644 section 3.5.2, and what Okta and Entra make of it.
@Suite struct `A SCIM change` {
    private static let user = """
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "kim-7f3a", "userName": "kim-7f3a",
         "displayName": "Kim", "active": true, "roles": [{"value": "staff"}, {"value": "auditor"}],
         "name": {"givenName": "Haneul"}}
        """

    private func json(_ text: String) throws -> JSON { try #require(JSON(Array(text.utf8))) }

    private func changed(_ operations: String, _ resource: String = user) throws -> JSON {
        let body = #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [\#(operations)]}"#
        return try SCIMPatch(json(body)).applied(to: json(resource))
    }

    private func roles(_ resource: JSON) throws -> [String]? { try SCIMUser(resource).roles }

    @Test(arguments: [
        // With a path, without one, in any case, and as a text: Okta, then Entra.
        #"{"op": "replace", "path": "active", "value": false}"#, #"{"op": "replace", "value": {"active": false}}"#,
        #"{"op": "Replace", "path": "active", "value": "False"}"#, #"{"op": "Add", "path": "ACTIVE", "value": false}"#,
        #"{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": false}"#,
    ]) func `says in many ways that somebody left`(operation: String) throws {
        #expect(try SCIMUser(changed(operation)).isActive == false)
    }

    @Test(arguments: [
        (#"{"op": "add", "path": "roles", "value": [{"value": "engineer"}]}"#, ["staff", "auditor", "engineer"]),
        (#"{"op": "add", "path": "roles", "value": {"value": "engineer"}}"#, ["staff", "auditor", "engineer"]),
        (#"{"op": "add", "path": "roles", "value": [{"value": "staff"}]}"#, ["staff", "auditor"]),
        (#"{"op": "replace", "path": "roles", "value": [{"value": "engineer"}]}"#, ["engineer"]),
        (#"{"op": "remove", "path": "roles[value eq \"staff\"]"}"#, ["auditor"]),
        (#"{"op": "Remove", "path": "roles", "value": [{"value": "staff"}]}"#, ["auditor"]),
        (
            #"{"op": "replace", "path": "roles[value eq \"staff\"].value", "value": "engineer"}"#,
            ["engineer", "auditor"]
        ),
        (
            #"{"op": "add", "path": "roles[type eq \"work\"].value", "value": "engineer"}"#,
            ["staff", "auditor", "engineer"]
        ),
    ]) func `adds, replaces and removes one of many`(operation: String, expected: [String]) throws {
        #expect(try roles(changed(operation)) == expected)
    }

    @Test func `names a bounded number of elements, wherever they stand`() throws {
        func members(_ count: Int) -> String {
            "[" + (0..<count).map { #"{"value": "\#($0)"}"# }.joined(separator: ",") + "]"
        }
        let group = #"{"members": [{"value": "7"}, {"value": "x"}]}"#
        let most = try changed(#"{"op": "add", "path": "members", "value": \#(members(5000))}"#, group)
        #expect(try SCIMGroup(most, named: "staff").members.count == 5001)
        for operations in [
            #"{"op": "add", "path": "members", "value": \#(members(5001))}"#,
            #"{"op": "remove", "path": "members", "value": \#(members(5001))}"#,
            #"{"op": "replace", "value": {"members": \#(members(5001))}}"#,
            #"{"op": "add", "path": "members", "value": \#(members(5000))}, {"op": "add", "path": "members", "value": {"value": "y"}}"#,
        ] {
            #expect { try changed(operations, group) } throws: { ($0 as? SCIMProblem)?.kind == .invalidValue }
        }
        let sent = try json(#"{"members": \#(members(5001))}"#)
        #expect { try SCIMGroup(sent: sent, named: "staff") } throws: { ($0 as? SCIMProblem)?.kind == .invalidValue }
    }

    /// An addition that looks through everybody for each member would compare 100 million times here.
    @Test(.timeLimit(.minutes(1))) func `of a large role looks at each member once`() throws {
        let members = (0..<20_000).map { #"{"value": "\#($0)"}"# }.joined(separator: ",")
        let many = (18_000..<23_000).map { #"{"value": "\#($0)"}"# }.joined(separator: ",")
        let added = try changed(
            #"{"op": "add", "path": "members", "value": [\#(many)]}"#, #"{"members": [\#(members)]}"#)
        #expect(try SCIMGroup(added, named: "staff").members.count == 23_000)
        let removed = try changed(
            #"{"op": "remove", "path": "members", "value": [\#(many)]}"#, String(decoding: added.bytes, as: UTF8.self))
        #expect(try SCIMGroup(removed, named: "staff").members.count == 18_000)
    }

    @Test func `takes a whole attribute away`() throws {
        let resource = try changed(#"{"op": "remove", "path": "roles"}, {"op": "remove", "path": "displayName"}"#)
        #expect(try roles(resource) == nil)
        #expect(try SCIMUser(resource).displayName == "Haneul")
    }

    @Test func `reaches into complex values and extensions, with dotted names too`() throws {
        let resource = try changed(
            #"""
            {"op": "remove", "path": "displayName"},
            {"op": "add", "path": "name.familyName", "value": "Kim"},
            {"op": "replace", "value": {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization": "Lab", "name.givenName": "Sky"}}
            """#)
        let user = try SCIMUser(resource)
        #expect(user.displayName == "Sky Kim")
        #expect(user.organisation == "Lab")
        let whole = try changed(
            #"{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "value": {"department": "R&D"}}"#
        )
        #expect(try SCIMUser(whole).organisation == "R&D")
    }

    @Test(arguments: [
        (#"{"op": "replace", "path": "id", "value": "lee-90aa"}"#, SCIMProblem.Kind.mutability),
        (#"{"op": "add", "path": "groups", "value": [{"value": "staff"}]}"#, .mutability),
        (#"{"op": "remove"}"#, .noTarget), (#"{"op": "replace", "path": "active"}"#, .invalidValue),
        (#"{"op": "replace", "value": "x"}"#, .invalidValue),
        (#"{"op": "move", "path": "active", "value": 1}"#, .invalidSyntax),
        (#"{"op": "add", "path": "a b", "value": 1}"#, .invalidPath),
        (#"{"op": "add", "path": "roles[", "value": 1}"#, .invalidFilter),
        (#"{"op": "add", "path": "roles[value pr", "value": 1}"#, .invalidPath),
        (#"{"op": "add", "path": "roles[value pr]x", "value": 1}"#, .invalidPath),
        (#"{"op": "replace", "path": "roles[value sw \"x\"].value", "value": 1}"#, .noTarget),
    ]) func `that cannot be made is refused by its kind`(operation: String, kind: SCIMProblem.Kind) {
        #expect { try changed(operation) } throws: { ($0 as? SCIMProblem)?.kind == kind }
    }

    @Test func `of a group names members to come and to go`() throws {
        let group = #"{"schemas": [], "id": "staff", "displayName": "staff", "members": [{"value": "kim-7f3a"}]}"#
        let more = try changed(
            #"{"op": "add", "path": "members", "value": [{"value": "lee-90aa", "display": "Lee"}]}"#, group)
        #expect(try SCIMGroup(more, named: "staff").members == ["kim-7f3a", "lee-90aa"])
        let fewer = try changed(#"{"op": "remove", "path": "members[value eq \"kim-7f3a\"]"}"#, group)
        #expect(try SCIMGroup(fewer, named: "staff").members == [])
        // Okta repeats the id.
        let renamed = try changed(#"{"op": "replace", "value": {"id": "staff", "displayName": "people"}}"#, group)
        #expect { try SCIMGroup(renamed, named: "staff") } throws: { ($0 as? SCIMProblem)?.kind == .mutability }
    }

    @Test func `is none without its schema, and has at most a thousand operations`() throws {
        let bare = try json(#"{"Operations": [{"op": "remove", "path": "active"}]}"#)
        #expect(throws: SCIMProblem.self) { try SCIMPatch(bare) }
        let many = Array(repeating: #"{"op": "remove", "path": "active"}"#, count: 1001).joined(separator: ",")
        #expect(throws: SCIMProblem.self) { try changed(many) }
    }
}
