internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Programs that come in by their certificates alone, and the terms they do so on.
struct ServiceRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Services", note: "Programs that come in by their certificates alone.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "services", "listServices", "Every service, by name.", answers: .list("services", of: ServiceDocument.self),
            use: Self.list),
        .put(
            "users/{name}/service", "setTerms", "Set the terms of a service, all of them anew.",
            in: ["name": .account], taking: SetTerms.self, answers: .ok(ServiceTermsDocument.self, "They hold."),
            .accepted(RequestDocument.self, "It takes another person: the request waits."),
            refuses: [.notThere, .conflict, .impossible], use: Self.renew),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let services = try await administration.services(readBy: call.actor, requestID: call.requestID)
        return try .list("services", services.map { ServiceDocument($0) })
    }

    @Sendable private func renew(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(SetTerms.self)
        let terms = try TermsReading.terms(owner: body.owner, networks: body.networks, until: body.until)
        switch try await administration.renew(call.account(), on: terms, mandate) {
        case .done(let terms): return try .json(ServiceTermsDocument(terms))
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }
}

struct SetTerms: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "SetTerms", "Who answers for a program, from where it comes, until when.",
        [
            .needed("owner", .account),
            .needed("networks", .list(of: .network)),
            .needed("until", .instant),
            .reason,
        ])

    let owner: String
    let networks: [String]
    let until: String
    let reason: String
}

enum TermsReading {
    static func terms(owner: String, networks: [String], until: String) throws(DeskProblem) -> ServiceTerms {
        var blocks: [CIDRBlock] = []
        for text in networks {
            guard let block = CIDRBlock(text) else {
                let detail =
                    "'networks' has \(text.debugDescription), expected an address or a prefix such as 10.20.0.0/16, host bits zero"
                throw DeskProblem(status: 422, reason: .badRequest, detail: detail)
            }
            blocks.append(block)
        }
        let until = try Instant.read(until, "until")
        do throws(ServiceTerms.Problem) {
            return try ServiceTerms(owner: AccountName(stored: owner), networks: blocks, until: until)
        } catch {
            throw DeskProblem(.service(.terms(error)))
        }
    }
}
