internal import GatewayIdentity
internal import GatewayJSON
internal import GatewayPolicy

extension OperationDescription {
    private var isSCIM: Bool {
        switch access {
        case .provisioner: true
        case .right: false
        }
    }

    /// An Operation Object (OpenAPI 3.1 section 4.8.10).
    var json: JSON {
        .object(
            .present([
                "operationId": .string(id), "summary": .string(summary), "description": .string(access.sentence),
                "tags": [.string(tag.name)],
                "security": isSCIM ? [["certificate": []]] : nil,
                "x-gwanmun-right": access.json,
                "parameters": allParameters.isEmpty ? nil : .array(allParameters),
                "requestBody": requestBody,
                "responses": .object(responses),
            ]))
    }

    private var allParameters: [JSON] {
        parameters.map { name in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": (place[name] ?? .text(1...200, example: "4f2a")).json,
            ]
        }
            + query.map { parameter in
                [
                    "name": .string(parameter.name), "in": "query", "description": .string(parameter.note),
                    "schema": parameter.value.json,
                ]
            }
    }

    private var requestBody: JSON? {
        switch body {
        case .none: nil
        case .object(let type):
            [
                "required": true,
                "content": [
                    "application/json": ["schema": ["$ref": .string("#/components/schemas/\(type.schema.name)")]]
                ],
            ]
        case .standard(let name):
            [
                "required": true, "description": .string("\(name) of RFC 7643 and RFC 7644."),
                "content": ["application/scim+json": ["schema": ["type": "object"]]],
            ]
        }
    }

    private var responses: [JSON.Member] {
        let good = answers.map { JSON.Member(name: String($0.status), value: $0.json(isSCIM: isSCIM)) }
        let statuses = OpenAPIRefusals.common.union(refusals.map(\.rawValue)).union(body.hasContent ? [413] : [])
        return good
            + statuses.sorted().map {
                .init(name: String($0), value: OpenAPIRefusals.reference(to: $0, isSCIM: isSCIM))
            }
    }
}

extension OperationBody {
    fileprivate var hasContent: Bool {
        switch self {
        case .none: false
        case .object, .standard: true
        }
    }
}

extension DescribedAnswer {
    fileprivate func json(isSCIM: Bool) -> JSON {
        let type = isSCIM ? "application/scim+json" : "application/json"
        let content = schema.map { JSON.object([.init(name: type, value: ["schema": $0])] + events) }
        return .object(.present(["description": .string(note), "content": content]))
    }

    private var events: [JSON.Member] {
        switch content {
        case .objectOrEvents: [.init(name: "text/event-stream", value: ["schema": ["type": "string"]])]
        case .nothing, .object, .either, .list, .standard: []
        }
    }

    private var schema: JSON? {
        switch content {
        case .nothing: nil
        case .object(let type), .objectOrEvents(let type): ValueSchema.object(type).json
        case .either(let types): ["anyOf": .array(types.map { ValueSchema.object($0).json })]
        case .list(let name, let type):
            [
                "type": "object", "required": [.string(name)],
                "properties": .object([.init(name: name, value: ValueSchema.list(of: .object(type)).json)]),
            ]
        case .standard: ["type": "object"]
        }
    }
}

extension DeskAccess {
    fileprivate var sentence: String {
        switch self {
        case .provisioner:
            "Needs the role `\(OfficialRole.provisioner)`, by the certificate of a personnel system alone."
        case .right(let right):
            "Needs \(right.holders), and \(right.proof.words)."
                + (right.takesPerson ? " Never over the control socket: it takes a person with a certificate." : "")
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .provisioner: ["roles": [.string(OfficialRole.provisioner.text)], "control_socket": false]
        case .right(let right):
            [
                "roles": right.isForEveryRole ? "any" : .strings(right.roles.sorted().map(\.text)),
                "second_factor": .string(right.proof.word), "control_socket": .bool(!right.takesPerson),
            ]
        }
    }
}

extension DeskRight {
    fileprivate var holders: String {
        isForEveryRole ? "an account of any role" : roles.sorted().map { "`\($0)`" }.joined(separator: " or ")
    }
}

extension DeskRight.Proof {
    fileprivate var word: String {
        switch self {
        case .inThisSession: "in_this_session"
        case .justNow: "within_5_minutes"
        }
    }

    fileprivate var words: String {
        switch self {
        case .inThisSession: "a second factor in the session"
        case .justNow: "a second factor proved within the last five minutes"
        }
    }
}
