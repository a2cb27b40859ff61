internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Partner organisations, as a whole.
struct PartnerRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("partners", use: list).post("partners/off-board", use: offBoard)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let partners = try await administration.partnerOrganisations(
            readBy: context.reader(), requestID: context.requestID)
        return try .json([
            "partners": partners.map { PartnerDocument(organisation: $0.name, users: $0.people.map(\.text)) }
        ])
    }

    @Sendable private func offBoard(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(OffBoardPartner.self)
        return try .json(OffBoardingDocument(try await administration.offBoard(body.organisation, mandate)))
    }
}

struct OffBoardPartner: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case organisation, reason
    }

    let organisation: String
    let reason: String
}
