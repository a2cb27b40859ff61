internal import GatewayIdentity
internal import GatewayJSON
internal import HTTPTypes

/// The description of the API for programs: OpenAPI 3.1, from the operations that the router serves.
public enum OpenAPIDocument {
    /// Indented, the same for the same program, without a last line end.
    public static let text = json.indented

    private static var json: JSON {
        [
            "openapi": "3.1.1",
            "info": [
                "title": "Gwanmun desk", "version": "1",
                "summary": "People, sessions, locks, grants, keys and the policy of a gateway.",
                "description":
                    "At the desk's listener, with a certificate bound to a person and a session with a second factor; and over the control socket. Bodies have no members beside those named here, and none is null. Every change says why, and is recorded before it is done, or is not done.",
            ],
            "servers": [["url": "/", "description": "The desk's listener."]],
            "security": [["certificate": [], "session": []]],
            "tags": tags,
            "paths": .object(paths),
            "components": [
                "securitySchemes": securitySchemes, "responses": .object(OpenAPIRefusals.responses),
                "schemas": .object(schemas),
            ],
        ]
    }

    private static var tags: JSON {
        var seen: Set<String> = []
        return .array(
            DeskAPI.descriptions.map(\.tag).filter { seen.insert($0.name).inserted }.map {
                ["name": .string($0.name), "description": .string($0.note)]
            })
    }

    /// Paths in the order of the table, each once.
    private static var paths: [JSON.Member] {
        var order: [String] = []
        var operations: [String: [JSON.Member]] = [:]
        for description in DeskAPI.descriptions {
            if operations[description.path] == nil { order.append(description.path) }
            operations[description.path, default: []].append(
                .init(name: description.verb.lowercased(), value: description.json))
        }
        return order.map { .init(name: $0, value: .object(operations[$0] ?? [])) }
    }

    private static var schemas: [JSON.Member] {
        let bodies = DescribedObjects(DeskAPI.descriptions.flatMap(\.sent)).schemas
        let answers = DescribedObjects(DeskAPI.descriptions.flatMap(\.answered) + [DeskProblemDocument.self]).schemas
        let closed = Set(bodies.map(\.name))
        return (bodies + answers.filter { !closed.contains($0.name) }).sorted { $0.name < $1.name }.map {
            .init(name: $0.name, value: $0.json(isClosed: closed.contains($0.name)))
        }
    }

    private static let securitySchemes: JSON = [
        "certificate": ["type": "mutualTLS", "description": "A certificate that is bound to an account."],
        "session": [
            "type": "apiKey", "in": "header", "name": "Gwanmun-Session",
            "description":
                "The token of a session, from `POST /.gwanmun/session` with a second factor, or from `gwanmun login`. Browsers have it in a cookie.",
        ],
    ]
}

/// Objects with all those that they hold, each once.
struct DescribedObjects {
    private(set) var all: [any DescribedObject.Type] = []

    init(_ types: [any DescribedObject.Type]) {
        for type in types { add(type) }
    }

    var schemas: [ObjectSchema] { all.map { $0.schema } }

    private mutating func add(_ type: any DescribedObject.Type) {
        guard !all.contains(where: { ObjectIdentifier($0) == ObjectIdentifier(type) }) else { return }
        all.append(type)
        for inner in type.schema.members.flatMap(\.value.objects) { add(inner) }
    }
}

extension OperationDescription {
    /// Objects that a client sends.
    var sent: [any DescribedObject.Type] {
        switch body {
        case .object(let type): [type]
        case .none, .standard: []
        }
    }

    /// Objects that it gets.
    var answered: [any DescribedObject.Type] {
        answers.flatMap { answer -> [any DescribedObject.Type] in
            switch answer.content {
            case .object(let type), .objectOrEvents(let type), .list(_, let type): [type]
            case .either(let types): types
            case .nothing, .standard: []
            }
        }
    }
}
