public import GatewayJSON

/// A role with those who hold it (RFC 7643 section 4.2). Which roles there are is the policy's to say.
public struct SCIMGroup: Hashable, Sendable {
    public var name: String
    /// Ids of users.
    public var members: [String]

    public init(name: String, members: [String]) {
        self.name = name
        self.members = members
    }

    /// Members that a client may name at once. A role may have more: those come and go by PATCH.
    public static let limit = 5000

    /// Reads the members that a client sent.
    ///
    /// - Throws: `.invalidValue`, also for more than `limit`; `.mutability` for another name.
    public init(sent body: JSON, named name: String) throws(SCIMProblem) {
        guard (body.attribute("members")?.elements?.count ?? 0) <= Self.limit else {
            throw SCIMProblem(.invalidValue, "at most \(Self.limit) 'members' at once: add and remove more by PATCH")
        }
        try self.init(body, named: name)
    }

    /// Reads the members out of a whole resource, each once.
    ///
    /// - Throws: `.invalidValue`, `.mutability` for another name.
    public init(_ resource: JSON, named name: String) throws(SCIMProblem) {
        if let display = resource.attribute("displayName")?.string, display.lowercased() != name.lowercased() {
            throw SCIMProblem(.mutability, "a role's name is the policy's to change")
        }
        self.name = name
        var members: [String] = []
        var seen: Set<String> = []
        for element in resource.attribute("members")?.elements ?? [] {
            guard let id = element.attribute("value")?.string ?? element.string else {
                throw SCIMProblem(.invalidValue, "'members' are objects with a 'value'")
            }
            if seen.insert(id).inserted { members.append(id) }
        }
        self.members = members
    }

    public func resource(at place: SCIMPlace) -> JSON {
        var resource = JSON.object([
            "schemas": .array([.string(SCIMSchema.group)]), "id": .string(name), "displayName": .string(name),
        ])
        if !members.isEmpty {
            resource = resource.setting(
                "members",
                to: .array(
                    members.map {
                        .object([
                            "value": .string($0), "$ref": .string("\(place.base)/Users/\($0)"), "type": .string("User"),
                        ])
                    }))
        }
        return resource.setting(
            "meta",
            to: .object([
                "resourceType": .string("Group"), "location": .string("\(place.base)/Groups/\(name)"),
            ]))
    }
}
