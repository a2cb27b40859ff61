internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// What has to be looked at again and again: everybody's rights, and the list of special-purpose accounts. The sign-off
/// is at the account: `users/:name/review`, `users/:name/check`.
struct ReviewRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Reviews", note: "What has to be looked at again and again.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "reviews", "listReviews", "When everybody's rights were last confirmed, the most urgent first.",
            query: [QueryMember("due", .words("true", "false"), "`true`: only those whose time has come.")],
            answers: .list("reviews", of: ReviewDocument.self), use: Self.reviews),
        .get(
            "special-accounts", "listSpecialAccounts", "The list of special-purpose accounts.",
            answers: .list("special_accounts", of: SpecialAccountDocument.self), use: Self.specialAccounts),
    ]

    /// `?due=true`: only those whose time has come.
    @Sendable private func reviews(_ call: DeskCall) async throws -> DeskAnswer {
        let isDueAlone = try Self.flag("due", of: call)
        let reviews = try await administration.reviews(readBy: call.actor, requestID: call.requestID)
        return try .list(
            "reviews",
            reviews.filter { !isDueAlone || $0.due <= call.now }
                .map { ReviewDocument($0, at: call.now) })
    }

    @Sendable private func specialAccounts(_ call: DeskCall) async throws -> DeskAnswer {
        let accounts = try await administration.specialAccounts(
            readBy: call.actor, requestID: call.requestID)
        return try .list("special_accounts", accounts.map { SpecialAccountDocument($0, at: call.now) })
    }

    private static func flag(_ name: String, of call: DeskCall) throws(DeskProblem) -> Bool {
        switch call.query(name) {
        case nil, "false": return false
        case "true": return true
        case .some: throw .badRequest("'\(name)' is 'true' or 'false'")
        }
    }
}
