import GatewayDesk
import GatewayIdentity
import Testing

@Suite struct `A personnel system that names the version it saw` {
    private static let system = DeskActor.administrator(
        AccountName(stored: "hr-feed-77"), roles: [RoleName("provisioner")], proofs: [])

    private func ask(
        _ room: DeskRoom, _ method: String, _ path: String, _ body: String = "", ifMatch: String? = nil
    ) async -> DeskResponse {
        await room.desk.respond(
            to: DeskRequest(
                method: method, path: "/scim/v2/" + path, contentType: "application/scim+json", host: "desk.example",
                ifMatch: ifMatch, body: Array(body.utf8), actor: Self.system),
            requestID: RequestID(high: 1, low: 2))
    }

    private func version(_ response: DeskResponse) -> String? {
        response.headers.first { $0.name.lowercased() == "etag" }?.value
    }

    /// RFC 9110 section 13.1.1. Whoever changes looks and changes with nobody in between.
    @Test(arguments: ["Users/kim-7f3a", "Groups/staff"])
    func `changes it once, of many who saw the same`(path: String) async throws {
        let room = try await DeskRoom()
        try await room.addKim()
        let seen = try #require(version(await ask(room, "GET", path)))
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                let change =
                    path.hasPrefix("Users")
                    ? #"{"op": "replace", "path": "displayName", "value": "Kim \#(number)"}"#
                    : #"{"op": "remove", "path": "members", "value": [{"value": "kim-7f3a"}]}"#
                let body =
                    #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [\#(change)]}"#
                group.addTask { await ask(room, "PATCH", path, body, ifMatch: seen).status }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
    }
}
