import FoundationEssentials
import GatewayIdentity
import GatewayJSON
import Testing

@testable import GatewayDesk

@Suite struct `The description of the desk's API` {
    private static let objects = DescribedObjects(
        DeskAPI.descriptions.flatMap { $0.sent + $0.answered } + [DeskProblemDocument.self]
    ).all

    @Test func `is the document in the repository`() throws {
        let page = "docs/desk-openapi.json"
        #expect(
            try OpenAPIDocument.text + "\n" == Repository.text(page),
            "is not what the routes say; write it with: gwanmun desk openapi > \(page)")
    }

    @Test func `calls each operation and each object by a name of its own`() {
        let ids = DeskAPI.descriptions.map(\.id)
        #expect(Set(ids).count == ids.count)
        let places = DeskAPI.descriptions.map { "\($0.verb) \($0.path)" }
        #expect(Set(places).count == places.count)
        let names = Self.objects.map { $0.schema.name }
        #expect(Set(names).count == names.count)
    }

    @Test func `says in a sentence what each operation does, and what comes of it`() {
        for description in DeskAPI.descriptions {
            #expect(description.summary.hasSuffix("."), "\(description.id)")
            #expect(Set(description.answers.map(\.status)).count == description.answers.count, "\(description.id)")
            for name in description.place.keys { #expect(description.parameters.contains(name), "\(description.id)") }
        }
    }

    @Test func `names every member of every body and answer, and no other`() throws {
        for type in Self.objects {
            let example = try type.read(type.schema.example)
            let stored = Mirror(reflecting: example).children.compactMap(\.label)
            let described = type.schema.members.map(\.name)
            #expect(
                stored.count == described.count,
                "\(type) has \(stored), described are \(described)")
            guard let document = example as? any DeskDocument else { continue }
            let written = try #require(JSON(try DeskJSON.encode(document)))
            #expect(
                Set((written.members ?? []).map(\.name)) == Set((type.schema.example.members ?? []).map(\.name)),
                "\(type)")
        }
    }

    @Test func `knows which members are needed`() throws {
        for type in Self.objects {
            for member in type.schema.members {
                let rest = JSON.object((type.schema.example.members ?? []).filter { $0.name != member.name })
                let isRead = (try? type.read(rest)) != nil
                #expect(isRead == !member.isNeeded, "\(type).\(member.name)")
            }
        }
    }

    @Test func `knows of what kind each member is`() throws {
        for type in Self.objects {
            for member in type.schema.members {
                let others = (type.schema.example.members ?? []).filter { $0.name != member.name }
                for wrong in member.value.wrong {
                    let changed = JSON.object(others + [.init(name: member.name, value: wrong)])
                    #expect(throws: DecodingError.self, "\(type).\(member.name) = \(wrong.indented)") {
                        try type.read(changed)
                    }
                }
            }
        }
    }

    @Test func `is served to whoever reads anything at the desk`() async throws {
        let room = try await DeskRoom()
        for role in ["security_admin", "auditor", "policy_author", "policy_approver", "operator"] {
            let answer = await room.get("/api/v1/openapi.json", as: room.administrator([role]))
            #expect((answer.status, answer.text) == (200, OpenAPIDocument.text), "\(role)")
        }
        #expect(await room.get("/api/v1/openapi.json", as: room.administrator(["staff"])).status == 403)
    }

    @Test func `lists what there is at a place to whoever asks for something else there`() async throws {
        let room = try await DeskRoom()
        let answer = await room.desk.respond(
            to: DeskRequest(method: "DELETE", path: "/api/v1/users", actor: DeskRoom.socket),
            requestID: .init(high: 1, low: 1))
        #expect(answer.status == 405)
        #expect(answer.headers.contains { $0.name == "Allow" && $0.value == "GET, POST" })
    }

    @Test func `is asked of every operation: none does anything for somebody without its right`() async throws {
        let room = try await DeskRoom()
        for description in DeskAPI.descriptions {
            let outsider: DeskActor
            let expected: Int
            switch description.access {
            case .right(let right) where right.isForEveryRole:
                (outsider, expected) = (room.administrator(["staff"], factorAge: nil), 401)
            case .right, .provisioner: (outsider, expected) = (room.administrator(["staff"]), 403)
            }
            let path = description.path.replacing("{name}", with: "kim-7f3a").replacing("{id}", with: "00")
                .replacing("{number}", with: "1")
            let answer = await room.desk.respond(
                to: DeskRequest(
                    method: description.verb, path: path, contentType: "application/json",
                    body: Array("{}".utf8), actor: outsider),
                requestID: .init(high: 1, low: 1))
            #expect(answer.status == expected, "\(description.id)")
        }
    }

    @Test(arguments: [("users", "all=true"), ("grants", "usr=kim-7f3a"), ("grants", "user=kim-7f3a&user=lee-90aa")])
    func `knows every parameter: another is refused, not ignored`(path: String, query: String) async throws {
        let room = try await DeskRoom()
        #expect(await room.get("/api/v1/\(path)", query: query).status == 400)
    }
}

extension DescribedObject {
    fileprivate static func read(_ document: JSON) throws -> any DescribedObject {
        try JSONDecoder().decode(Self.self, from: Data(document.bytes))
    }
}

extension ValueSchema {
    /// Values that no reader takes for this.
    fileprivate var wrong: [JSON] {
        switch self {
        case .text: [7, true, [], [:]]
        case .count, .among: ["7", true, [], .number("1.5")]
        case .flag: ["true", 1, []]
        case .list: ["a", 7, [:]]
        case .map: ["a", 7, [["a"]]]
        case .object: ["a", 7, []]
        }
    }
}
