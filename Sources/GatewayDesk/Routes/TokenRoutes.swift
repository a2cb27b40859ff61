internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Hardware tokens: what is in the drawer, who has which, and setting one right that has drifted. Serial numbers stand in
/// bodies, not in paths: makers print what they like.
struct TokenRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("tokens", use: list)
        router.group("tokens")
            .post("known", use: known).post("import", use: add)
            .post("assign", use: assign).post("revoke", use: revoke).post("resync", use: resynchronise)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let tokens = try await administration.tokens(readBy: context.reader(), requestID: context.requestID)
        return try .json(["tokens": tokens.map { TokenDocument($0) }])
    }

    /// Before an import, so that the problem can be told with its place in the file.
    @Sendable private func known(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let reader = try context.reader()
        let body = try SerialNumbers.read(context.request.body, contentType: context.request.contentType)
        let known = try await administration.knownTokens(
            among: body.serials, readBy: reader, requestID: context.requestID)
        return try .json(["serials": known])
    }

    @Sendable private func add(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(ImportTokens.self)
        try await administration.importTokens(body.newTokens(), mandate)
        return try .json(["imported": body.tokens.count], status: .created)
    }

    @Sendable private func assign(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(AssignToken.self)
        try await administration.assignToken(
            body.serial, to: AccountName(stored: body.to), inPlaceOf: body.replaces, mandate)
        return .done
    }

    @Sendable private func revoke(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RevokeToken.self)
        try await administration.revokeToken(body.serial, mandate)
        return .done
    }

    @Sendable private func resynchronise(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(ResynchroniseToken.self)
        let (first, second) = try body.codes()
        try await administration.resynchronise(
            AuthenticatorID(body.authenticator), of: AccountName(stored: body.user), by: first, and: second, mandate)
        return .done
    }
}
