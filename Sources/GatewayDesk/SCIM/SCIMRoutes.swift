internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayJSON
internal import GatewaySCIM
internal import GatewayStore
internal import HTTPTypes
internal import Hummingbird

/// SCIM 2.0 (RFC 7644) for personnel systems, below `/scim/v2`: people and their roles, never what watches over them.
struct SCIMRoutes: DeskRoutes {
    static let root = "scim/v2"
    static let tag = DeskTag(name: "SCIM", note: "SCIM 2.0 (RFC 7643, RFC 7644) for personnel systems.")
    static let mediaType = "application/scim+json"

    init(_: DeskServices) {}

    static let operations: [DeskOperation<Self>] = [
        .scim(
            .get, "ServiceProviderConfig", "readServiceProviderConfig", "What this service can do.", section: "4",
            answers: .standard(200, "ServiceProviderConfig."), use: Self.serviceProvider),
        .scim(
            .get, "ResourceTypes", "listResourceTypes", "Kinds of resources.", section: "4",
            answers: .standard(200, "ListResponse of ResourceType."), use: Self.resourceTypes),
        .scim(
            .get, "ResourceTypes/{id}", "readResourceType", "One kind of resource.", section: "4",
            answers: .standard(200, "ResourceType."), refuses: [.notThere], use: Self.resourceType),
        .scim(
            .get, "Schemas", "listSchemas", "Schemas of resources.", section: "4",
            answers: .standard(200, "ListResponse of Schema."), use: Self.schemas),
        .scim(
            .get, "Schemas/{id}", "readSchema", "One schema.", section: "4", answers: .standard(200, "Schema."),
            refuses: [.notThere], use: Self.schema),
        .scim(
            .post, "Bulk", "bulk", "Not offered.", section: "3.7", taking: .standard("BulkRequest"),
            refuses: [.notOffered], use: Self.notHere),
        .scim(
            .post, ".search", "search", "Not offered.", section: "3.4.3", taking: .standard("SearchRequest"),
            refuses: [.notOffered], use: Self.notHere),
        .scim(.get, "Me", "readMe", "Not offered.", section: "3.11", refuses: [.notOffered], use: Self.notHere),
    ]

    // MARK: What there is

    @Sendable private func serviceProvider(_ call: DeskCall) async throws -> DeskAnswer {
        return .scim(SCIMDescription(base: call.base).serviceProvider)
    }

    @Sendable private func resourceTypes(_ call: DeskCall) async throws -> DeskAnswer {
        try list(SCIMDescription(base: call.base).resourceTypes, call)
    }

    @Sendable private func resourceType(_ call: DeskCall) async throws -> DeskAnswer {
        try one(of: SCIMDescription(base: call.base).resourceTypes, call)
    }

    @Sendable private func schemas(_ call: DeskCall) async throws -> DeskAnswer {
        try list(SCIMDescription(base: call.base).schemas, call)
    }

    @Sendable private func schema(_ call: DeskCall) async throws -> DeskAnswer {
        try one(of: SCIMDescription(base: call.base).schemas, call)
    }

    @Sendable private func notHere(_ call: DeskCall) async throws -> DeskAnswer {
        throw SCIMProblem(status: 501, "this service does not offer that: see ServiceProviderConfig")
    }

    private func list(_ documents: [JSON], _ call: DeskCall) throws -> DeskAnswer {
        let parameters = try QueryParameters.read(call.request.query)
        // RFC 7644 section 4.
        guard !parameters.contains(where: { $0.name.lowercased() == "filter" }) else {
            throw SCIMProblem(status: 403, "what this service can do is not filtered")
        }
        return .scim(try SCIMQuery([("count", "200")]).list(documents))
    }

    private func one(of documents: [JSON], _ call: DeskCall) throws -> DeskAnswer {
        let id = try call.parameter("id")
        guard let document = documents.first(where: { $0.attribute("id") == .string(id) }) else {
            throw SCIMProblem(status: 404, "there is no \(id) here")
        }
        return .scim(document)
    }

    // MARK: Problems

    /// Whatever went wrong, in SCIM's form.
    static func answer(_ error: any Error, as problem: DeskProblem) -> DeskResponse {
        let kind: SCIMProblem.Kind? =
            switch error {
            case let problem as SCIMProblem: problem.kind
            case let problem as AdministrationProblem: problem.scimKind
            default: problem.status == 400 ? .invalidSyntax : nil
            }
        // RFC 7644, table 9: what has a kind and concerns the request is a 400.
        let status = problem.status == 422 ? 400 : problem.status
        let document = SCIMProblem(status: status, kind: kind, problem.detail).document
        return DeskResponse(status: status, contentType: mediaType, body: document.bytes, headers: problem.headers)
    }
}

extension AdministrationProblem {
    fileprivate var scimKind: SCIMProblem.Kind? {
        switch self {
        case .conflict(.accountExists), .conflict(.identifierExists), .conflict(.requestOpen): .uniqueness
        case .conflict(.accountState): .mutability
        case .roles, .service(.roleOfPrograms): .invalidValue
        case .person(_, let problem): problem.scimKind
        case .notFound, .conflict, .service, .ownAccount, .emptyPeriod, .unknownConsole, .noConsole, .notExternal,
            .approvalNeeded, .ownRequest, .notProvisionable, .noBreakGlass, .planChanged, .tokenCount, .codesRefused,
            .resetNeedsApproval, .resetNeedsSponsor, .noSponsor, .notReplaceable, .tooManyTries, .keys,
            .provenAdministratorNeeded, .policy, .approval, .review, .report, .ownMeasure, .ownNetwork,
            .unknownWatchRule,
            .failed:
            nil
        }
    }
}

extension DeskCall {
    /// What addresses in answers begin with.
    var base: String { "https://\(request.host ?? "localhost")/\(SCIMRoutes.root)" }

    var place: SCIMPlace { SCIMPlace(base: base, created: nil) }

    /// A personnel system has no words of its own.
    func provisioningMandate() throws -> Mandate {
        guard let reason = StatedReason("SCIM \(request.method) \(request.path.dropFirst(SCIMRoutes.root.count + 2))")
        else {
            throw DeskProblem.badRequest("the path is too long")
        }
        return Mandate(actor: actor, reason: reason, requestID: requestID)
    }

    func scimBody() throws -> JSON {
        guard [SCIMRoutes.mediaType, "application/json"].contains(request.contentType) else {
            throw SCIMProblem(status: 415, kind: .invalidSyntax, "the body is sent as \(SCIMRoutes.mediaType)")
        }
        guard let body = JSON(request.body), body.members != nil else {
            throw SCIMProblem(.invalidSyntax, "the body is no object of JSON")
        }
        return body
    }

    func scimQuery() throws -> SCIMQuery { try SCIMQuery(try QueryParameters.read(request.query)) }

    /// RFC 9110 section 13.1.1: a change of another version than the client has seen is refused.
    func checkVersion(of resource: JSON) throws(SCIMProblem) {
        guard let wanted = request.ifMatch, wanted != "*" else { return }
        let given = wanted.split(separator: ",").map { $0.filter { $0 != " " } }
        guard given.contains(resource.version) else {
            throw SCIMProblem(status: 412, "somebody changed it since: read it again")
        }
    }

    func isUnchanged(_ resource: JSON) -> Bool {
        request.ifNoneMatch.map {
            $0 == "*" || $0.split(separator: ",").map { $0.filter { $0 != " " } }.contains(resource.version)
        }
            ?? false
    }
}

extension JSON {
    /// A weak entity tag over all that a client can see.
    var version: String { "W/\"\(SHA256.digest(of: bytes).hex.prefix(32))\"" }

    /// With its version among its `meta`.
    var versioned: JSON {
        guard case .object(var members) = self,
            let index = members.firstIndex(where: { $0.name == "meta" }), case .object(let meta) = members[index].value
        else { return self }
        members[index] = Member(
            name: "meta", value: .object(meta + [Member(name: "version", value: .string(version))]))
        return .object(members)
    }
}

extension DeskAnswer {
    static func scim(_ document: JSON, status: HTTPResponse.Status = .ok) -> DeskAnswer {
        DeskAnswer(status: status, contentType: SCIMRoutes.mediaType, body: document.bytes)
    }

    /// A resource with its version, and where it is.
    static func scim(
        resource: JSON, shownBy query: SCIMQuery? = nil, status: HTTPResponse.Status = .ok
    ) -> DeskAnswer {
        let shown = resource.versioned
        var answer = scim(query?.shown(shown) ?? shown, status: status)
        answer.headers[.eTag] = resource.version
        answer.headers[.location] = resource.attribute("meta")?.attribute("location")?.string
        return answer
    }
}
