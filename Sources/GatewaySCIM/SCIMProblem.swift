public import GatewayJSON

/// Why a request is not served (RFC 7644 section 3.12).
public struct SCIMProblem: Error, Hashable, Sendable {
    /// The closed list of table 9.
    public enum Kind: String, CaseIterable, Sendable {
        case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue
        case invalidVers, sensitive
    }

    public let status: Int
    public let kind: Kind?
    public let detail: String

    public init(status: Int, kind: Kind? = nil, _ detail: String) {
        self.status = status
        self.kind = kind
        self.detail = detail
    }

    /// 400 with a kind.
    public init(_ kind: Kind, _ detail: String) { self.init(status: 400, kind: kind, detail) }

    public var document: JSON {
        var members: [JSON.Member] = [
            .init(name: "schemas", value: .array([.string(SCIMSchema.error)])),
            .init(name: "status", value: .string("\(status)")),
        ]
        if let kind { members.append(.init(name: "scimType", value: .string(kind.rawValue))) }
        members.append(.init(name: "detail", value: .string(detail)))
        return .object(members)
    }
}

/// Names of schemas and messages (RFC 7643 section 8, RFC 7644 section 8).
public enum SCIMSchema {
    public static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    public static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    public static let enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    /// What of a person waits for another person's approval.
    public static let approval = "urn:gwanmun:params:scim:schemas:extension:approval:1.0:User"
    static let error = "urn:ietf:params:scim:api:messages:2.0:Error"
    static let list = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    static let patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
    static let extensions = [enterpriseUser, approval]
}
