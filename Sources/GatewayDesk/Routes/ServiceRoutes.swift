internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Programs that come in by their certificates alone, and the terms they do so on.
struct ServiceRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("services", use: list).put("users/:name/service", use: renew)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let services = try await administration.services(readBy: context.reader(), requestID: context.requestID)
        return try .json(["services": services.map { ServiceDocument($0) }])
    }

    @Sendable private func renew(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(SetTerms.self)
        let terms = try TermsReading.terms(owner: body.owner, networks: body.networks, until: body.until)
        switch try await administration.renew(context.account(), on: terms, mandate) {
        case .done(let terms): return try .json(ServiceTermsDocument(terms))
        case .requested(let request): return try .json(RequestDocument(request), status: .accepted)
        }
    }
}

struct SetTerms: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case owner, networks, until, reason
    }

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
                throw .badRequest(
                    "'networks' has \(text.debugDescription), expected an address or a prefix such as 10.20.0.0/16, host bits zero"
                )
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
