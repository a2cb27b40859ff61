public import GatewayJSON

/// What this service can do, for clients that ask before they act (RFC 7643 sections 5 to 7).
public struct SCIMDescription: Sendable {
    private let base: String

    /// - Parameter base: `https://desk.gw.example.kr/scim/v2`
    public init(base: String) { self.base = base }

    public var serviceProvider: JSON {
        func support(_ isThere: Bool) -> JSON { .object(["supported": .bool(isThere)]) }
        return .object([
            "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")]),
            "patch": support(true),
            "bulk": .object([
                "supported": .bool(false), "maxOperations": .number("0"), "maxPayloadSize": .number("0"),
            ]),
            "filter": .object(["supported": .bool(true), "maxResults": .number("\(SCIMQuery.pageLimit)")]),
            "changePassword": support(false), "sort": support(false), "etag": support(true),
            "authenticationSchemes": .array([
                .object([
                    "type": .string("clientcertificate"), "name": .string("Client certificate"),
                    "description": .string("TLS with the certificate of a service account that provisions people"),
                ])
            ]),
            "meta": meta("ServiceProviderConfig", "ServiceProviderConfig"),
        ])
    }

    public var resourceTypes: [JSON] {
        func type(_ name: String, _ schema: String, _ text: String, _ extensions: [String]) -> JSON {
            .object([
                "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:ResourceType")]),
                "id": .string(name), "name": .string(name), "endpoint": .string("/\(name)s"),
                "description": .string(text), "schema": .string(schema),
                "schemaExtensions": .array(
                    extensions.map { .object(["schema": .string($0), "required": .bool(false)]) }),
                "meta": meta("ResourceType", "ResourceTypes/\(name)"),
            ])
        }
        return [
            type("User", SCIMSchema.user, "A person's account", [SCIMSchema.enterpriseUser, SCIMSchema.approval]),
            type("Group", SCIMSchema.group, "A role of the policy", []),
        ]
    }

    public var schemas: [JSON] {
        [
            schema(
                SCIMSchema.user, "User",
                [
                    .init(
                        "userName", "The account's name, which never changes", isNeeded: true, .immutable,
                        isUnique: true),
                    .init("displayName", "As pages show the person"),
                    .init("active", "false: has left", type: "boolean"),
                    .init("preferredLanguage", "ko or en"),
                    .init(
                        "roles", "Roles of the policy", type: "complex", isMany: true,
                        parts: [.init("value", "The role")]),
                    .init(
                        "groups", "The same as references", type: "complex", .readOnly, isMany: true,
                        parts: [
                            .init("value", "The role", .readOnly), .init("$ref", "Where", type: "reference", .readOnly),
                            .init("display", "The role", .readOnly), .init("type", "direct", .readOnly),
                        ]),
                ]),
            schema(SCIMSchema.enterpriseUser, "EnterpriseUser", [.init("organization", "Company or unit")]),
            schema(
                SCIMSchema.approval, "Approval",
                [.init("waiting", "What another person has yet to approve", .readOnly, isMany: true)]),
            schema(
                SCIMSchema.group, "Group",
                [
                    .init("displayName", "The role's name", .readOnly),
                    .init(
                        "members", "Who holds the role", type: "complex", isMany: true,
                        parts: [
                            .init("value", "The account", .immutable),
                            .init("$ref", "Where", type: "reference", .immutable), .init("type", "User", .immutable),
                        ]),
                ]),
        ]
    }

    private func schema(_ id: String, _ name: String, _ attributes: [Attribute]) -> JSON {
        .object([
            "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:Schema")]), "id": .string(id),
            "name": .string(name), "description": .string(name),
            "attributes": .array(attributes.map(\.document)), "meta": meta("Schema", "Schemas/\(id)"),
        ])
    }

    private func meta(_ type: String, _ path: String) -> JSON {
        .object(["resourceType": .string(type), "location": .string("\(base)/\(path)")])
    }
}

extension SCIMDescription {
    /// One attribute of a schema (RFC 7643 section 7).
    fileprivate struct Attribute {
        enum Mutability: String {
            case readWrite, readOnly, immutable
        }

        let name: String
        let text: String
        let type: String
        let isNeeded: Bool
        let mutability: Mutability
        let isMany: Bool
        let isUnique: Bool
        let parts: [Attribute]

        init(
            _ name: String, _ text: String, type: String = "string", isNeeded: Bool = false,
            _ mutability: Mutability = .readWrite, isMany: Bool = false, isUnique: Bool = false,
            parts: [Attribute] = []
        ) {
            self.name = name
            self.text = text
            self.type = type
            self.isNeeded = isNeeded
            self.mutability = mutability
            self.isMany = isMany
            self.isUnique = isUnique
            self.parts = parts
        }

        var document: JSON {
            .object([
                "name": .string(name), "type": .string(type), "multiValued": .bool(isMany),
                "description": .string(text), "required": .bool(isNeeded), "caseExact": .bool(false),
                "mutability": .string(mutability.rawValue), "returned": .string("default"),
                "uniqueness": .string(isUnique ? "server" : "none"),
                "referenceTypes": type == "reference" ? .array([.string("User"), .string("Group")]) : nil,
                "subAttributes": parts.isEmpty ? nil : .array(parts.map(\.document)),
            ])
        }
    }
}
