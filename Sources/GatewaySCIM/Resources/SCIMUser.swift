public import GatewayJSON

/// A person as SCIM speaks of them (RFC 7643 section 4.1), as far as an account knows it.
public struct SCIMUser: Hashable, Sendable {
    public var userName: String
    public var displayName: String
    /// `nil`: not spoken of. That lets nobody in who is out.
    public var isActive: Bool?
    public var externalID: String?
    /// RFC 5646, as sent: `ko-KR`.
    public var language: String?
    public var organisation: String?
    /// `nil`: not spoken of.
    public var roles: [String]?

    public init(
        userName: String, displayName: String, isActive: Bool?, externalID: String?, language: String?,
        organisation: String?, roles: [String]?
    ) {
        self.userName = userName
        self.displayName = displayName
        self.isActive = isActive
        self.externalID = externalID
        self.language = language
        self.organisation = organisation
        self.roles = roles
    }

    /// Reads what a client sent. What an account does not know is left out (RFC 7644 section 3.3).
    ///
    /// - Throws: `.invalidSyntax`, `.invalidValue`.
    public init(_ body: JSON) throws(SCIMProblem) {
        guard body.members != nil else { throw SCIMProblem(.invalidSyntax, "the body is no object of JSON") }
        let schemas = body.attribute("schemas")?.elements?.compactMap { $0.string?.lowercased() } ?? []
        guard schemas.contains(SCIMSchema.user.lowercased()) else {
            throw SCIMProblem(.invalidSyntax, "'schemas' names \(SCIMSchema.user)")
        }
        guard let name = try Self.text("userName", in: body) else {
            throw SCIMProblem(.invalidValue, "'userName' is missing")
        }
        userName = name
        displayName = try Self.shownName(in: body) ?? name
        isActive = try Self.flag("active", in: body)
        externalID = try Self.text("externalId", in: body)
        language = try Self.text("preferredLanguage", in: body)
        let enterprise = body.attribute(SCIMSchema.enterpriseUser) ?? .object([])
        let organisation = try Self.text("organization", in: enterprise)
        let department = try Self.text("department", in: enterprise)
        self.organisation = organisation ?? department
        roles = try Self.roles(in: body)
    }

    /// What the person is called: `displayName`, `name.formatted`, or the parts of a name in the order of its language.
    private static func shownName(in body: JSON) throws(SCIMProblem) -> String? {
        if let name = try text("displayName", in: body) { return name }
        guard let name = body.attribute("name") else { return nil }
        if let formatted = try text("formatted", in: name) { return formatted }
        let parts = [try text("givenName", in: name), try text("familyName", in: name)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private static func roles(in body: JSON) throws(SCIMProblem) -> [String]? {
        guard let given = body.attribute("roles"), given != .null else { return nil }
        var roles: [String] = []
        for element in given.elements ?? [given] {
            guard let role = element.string ?? element.attribute("value")?.string, !role.isEmpty else {
                throw SCIMProblem(.invalidValue, "'roles' are objects with a 'value'")
            }
            roles.append(role)
        }
        return roles
    }

    private static func text(_ name: String, in object: JSON) throws(SCIMProblem) -> String? {
        switch object.attribute(name) {
        case nil, .null, .string(""): return nil
        case .string(let text):
            guard text.utf8.count <= 200, text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { throw SCIMProblem(.invalidValue, "'\(name)' has at most 200 bytes on one line") }
            return text
        case .some: throw SCIMProblem(.invalidValue, "'\(name)' is a text")
        }
    }

    /// Some clients send `"False"`.
    private static func flag(_ name: String, in object: JSON) throws(SCIMProblem) -> Bool? {
        switch object.attribute(name) {
        case nil, .null: return nil
        case .bool(let value): return value
        case .string(let text) where text.lowercased() == "true": return true
        case .string(let text) where text.lowercased() == "false": return false
        case .some: throw SCIMProblem(.invalidValue, "'\(name)' is true or false")
        }
    }
}

/// Where a resource is, and since when.
public struct SCIMPlace: Hashable, Sendable {
    /// `https://desk.gw.example.kr/scim/v2`
    public let base: String
    /// RFC 3339; `nil` for what has no beginning.
    public let created: String?

    public init(base: String, created: String?) {
        self.base = base
        self.created = created
    }
}

extension SCIMUser {
    /// The whole resource, without its version.
    ///
    /// - Parameters:
    ///   - id: never changes, never another's.
    ///   - waiting: what another person has yet to approve: `account`, `roles`.
    public func resource(id: String, waiting: [String], at place: SCIMPlace) -> JSON {
        let roles = roles ?? []
        let extensions = [SCIMSchema.enterpriseUser] + (waiting.isEmpty ? [] : [SCIMSchema.approval])
        var resource = JSON.object([
            "schemas": .array(([SCIMSchema.user] + extensions).map(JSON.string)),
            "id": .string(id), "externalId": externalID.map(JSON.string), "userName": .string(userName),
            "displayName": .string(displayName), "active": isActive.map(JSON.bool),
            "preferredLanguage": language.map(JSON.string),
        ])
        if !roles.isEmpty {
            resource = resource.setting("roles", to: .array(roles.map { .object(["value": .string($0)]) }))
            resource = resource.setting(
                "groups",
                to: .array(
                    roles.map {
                        .object([
                            "value": .string($0), "$ref": .string("\(place.base)/Groups/\($0)"),
                            "display": .string($0), "type": .string("direct"),
                        ])
                    }))
        }
        if let organisation {
            resource = resource.setting(
                SCIMSchema.enterpriseUser, to: .object(["organization": .string(organisation)]))
        }
        if !waiting.isEmpty {
            resource = resource.setting(
                SCIMSchema.approval, to: .object(["waiting": .array(waiting.map(JSON.string))]))
        }
        return resource.setting(
            "meta",
            to: .object([
                "resourceType": .string("User"), "created": place.created.map(JSON.string),
                "location": .string("\(place.base)/Users/\(id)"),
            ]))
    }
}
