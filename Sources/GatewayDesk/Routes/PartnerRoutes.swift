internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Partner organisations, as a whole.
struct PartnerRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Partners", note: "Partner organisations, as a whole.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "partners", "listPartners", "Partner organisations, with their people.",
            answers: .list("partners", of: PartnerDocument.self), use: Self.list),
        .post(
            "partners/off-board", "offBoardPartner",
            "Disable all people of a partner, and end and take away whatever they have here.",
            taking: OffBoardPartner.self, answers: .ok(OffBoardingDocument.self), refuses: [.impossible],
            use: Self.offBoard),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let partners = try await administration.partnerOrganisations(readBy: call.actor, requestID: call.requestID)
        return try .list(
            "partners", partners.map { PartnerDocument(organisation: $0.name, users: $0.people.map(\.text)) })
    }

    @Sendable private func offBoard(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(OffBoardPartner.self)
        return try .json(OffBoardingDocument(try await administration.offBoard(body.name(), mandate)))
    }
}

struct OffBoardPartner: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "OffBoardPartner", "Who leaves.", [.needed("organisation", .short, "1 to 200 bytes."), .reason])

    let organisation: String
    let reason: String

    func name() throws(DeskProblem) -> String {
        guard (1...200).contains(organisation.utf8.count) else {
            throw .badRequest("'organisation' has 1 to 200 bytes")
        }
        return organisation
    }
}
