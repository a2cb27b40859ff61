internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// The keys behind secrets at rest.
struct KeyRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("keys", use: list).post("keys/rotate", use: rotate).post("keys/:id/destroy", use: destroy)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let keys = try await administration.keys(readBy: context.reader(), requestID: context.requestID)
        return try .json(KeysDocument(keys, at: context.now))
    }

    @Sendable private func rotate(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(RotateKeys.self)
        let keys = try await administration.rotateKeys(
            into: body.place(), newDataKey: body.dataKeys ?? false, mandate)
        return try .json(KeysDocument(keys, at: context.now))
    }

    @Sendable private func destroy(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.order(ReasonOnly.self).mandate
        guard let key = DestructibleKey(try context.parameters.require("id")) else {
            throw DeskProblem.badRequest("a key is named by an even number of hexadecimal digits")
        }
        try await administration.destroyKey(key, mandate)
        return .done
    }
}

struct RotateKeys: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case into, reason
        case dataKeys = "data_keys"
    }
    typealias CodingKeys = Field

    let into: String?
    let dataKeys: Bool?
    let reason: String

    /// `nil`: the first that is configured.
    func place() throws(DeskProblem) -> KeyPlaceKind? {
        guard let into else { return nil }
        guard let kind = KeyPlaceKind(rawValue: into) else {
            throw .badRequest("'into' is '\(into)', expected 'file' or 'token'")
        }
        return kind
    }
}
