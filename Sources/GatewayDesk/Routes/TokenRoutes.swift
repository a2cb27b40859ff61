internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// Hardware tokens: what is in the drawer, who has which, and setting one right that has drifted. Serial numbers stand in
/// bodies, not in paths: makers print what they like.
struct TokenRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Tokens", note: "Hardware tokens: what is in stock, who has which.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get("tokens", "listTokens", "Every token.", answers: .list("tokens", of: TokenDocument.self), use: Self.list),
        .post(
            "tokens/known", "findKnownTokens", "Tell which of these serial numbers are here already.",
            by: .right(.readPeople), taking: SerialNumbers.self,
            answers: .ok(KnownTokensDocument.self, "Those that are."),
            refuses: [.impossible], use: Self.known),
        .post(
            "tokens/import", "importTokens", "Take tokens into stock.", taking: ImportTokens.self,
            answers: .created(ImportedTokensDocument.self), refuses: [.conflict, .impossible], use: Self.add),
        .post(
            "tokens/assign", "assignToken", "Give a token to somebody.", taking: AssignToken.self, answers: .done,
            refuses: [.notThere, .conflict, .impossible], use: Self.assign),
        .post(
            "tokens/revoke", "revokeToken", "Put a token out of use for good.", taking: RevokeToken.self,
            answers: .done,
            refuses: [.notThere, .conflict], use: Self.revoke),
        .post(
            "tokens/resync", "resynchroniseToken", "Set a token right that has drifted, by two codes in a row.",
            taking: ResynchroniseToken.self, answers: .done, refuses: [.notThere, .conflict, .impossible],
            use: Self.resynchronise),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let tokens = try await administration.tokens(readBy: call.actor, requestID: call.requestID)
        return try .list("tokens", tokens.map { TokenDocument($0) })
    }

    /// Before an import, so that the problem can be told with its place in the file.
    @Sendable private func known(_ call: DeskCall) async throws -> DeskAnswer {
        let body = try call.body(SerialNumbers.self)
        for serial in body.serials { try TokenSerial.check(serial) }
        let known = try await administration.knownTokens(
            among: body.serials, readBy: call.actor, requestID: call.requestID)
        return try .json(KnownTokensDocument(serials: known))
    }

    @Sendable private func add(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(ImportTokens.self)
        try await administration.importTokens(body.newTokens(), mandate)
        return try .json(ImportedTokensDocument(imported: body.tokens.count), status: .created)
    }

    @Sendable private func assign(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(AssignToken.self)
        try await administration.assignToken(
            body.serial, to: AccountName(stored: body.to), inPlaceOf: body.replaces, mandate)
        return .done
    }

    @Sendable private func revoke(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RevokeToken.self)
        try await administration.revokeToken(body.serial, mandate)
        return .done
    }

    @Sendable private func resynchronise(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(ResynchroniseToken.self)
        let (first, second) = try body.codes()
        try await administration.resynchronise(
            AuthenticatorID(body.authenticator), of: AccountName(stored: body.user), by: first, and: second, mandate)
        return .done
    }
}
