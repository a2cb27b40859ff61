internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// What has to be looked at again and again: everybody's rights, and the list of special-purpose accounts. The sign-off
/// is at the account: `users/:name/review`, `users/:name/check`.
struct ReviewRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("reviews", use: reviews).get("special-accounts", use: specialAccounts)
    }

    /// `?due=true`: only those whose time has come.
    @Sendable private func reviews(request: Request, context: DeskContext) async throws -> DeskAnswer {
        let isDueAlone = try Self.flag("due", of: request)
        let reviews = try await administration.reviews(readBy: context.reader(), requestID: context.requestID)
        return try .json([
            "reviews": reviews.filter { !isDueAlone || $0.due <= context.now }
                .map { ReviewDocument($0, at: context.now) }
        ])
    }

    @Sendable private func specialAccounts(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let accounts = try await administration.specialAccounts(
            readBy: context.reader(), requestID: context.requestID)
        return try .json(["special_accounts": accounts.map { SpecialAccountDocument($0, at: context.now) }])
    }

    private static func flag(_ name: String, of request: Request) throws(DeskProblem) -> Bool {
        switch request.uri.queryParameters[Substring(name)] {
        case nil, "false": return false
        case "true": return true
        case .some: throw .badRequest("'\(name)' is 'true' or 'false'")
        }
    }
}
