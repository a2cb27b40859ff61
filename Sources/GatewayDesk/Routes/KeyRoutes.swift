internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// The keys behind secrets at rest.
struct KeyRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Keys", note: "The keys behind secrets at rest.")

    private let administration: Administration
    private let status: @Sendable () -> NodeStatus

    init(_ services: DeskServices) {
        administration = services.access.administration
        status = services.status
    }

    static let operations: [DeskOperation<Self>] = [
        .get("keys", "listKeys", "Key-encryption keys and data keys.", answers: .ok(KeysDocument.self), use: Self.list),
        .post(
            "keys/rotate", "rotateKeys", "Go on to a new key.", taking: RotateKeys.self,
            answers: .ok(KeysDocument.self),
            refuses: [.conflict, .impossible], use: Self.rotate),
        .post(
            "keys/{id}/destroy", "destroyKey", "Destroy a key that nothing depends on.",
            in: ["id": .text(2...64, pattern: "^(?:[0-9a-f]{2})+$", example: "5f0a")], answers: .done,
            refuses: [.notThere, .conflict, .impossible], use: Self.destroy),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let keys = try await administration.keys(readBy: call.actor, requestID: call.requestID)
        return try .json(KeysDocument(keys, checkpoints: status().checkpointKey, at: call.now))
    }

    @Sendable private func rotate(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(RotateKeys.self)
        let keys = try await administration.rotateKeys(
            into: body.place(), newDataKey: body.dataKeys ?? false, mandate)
        return try .json(KeysDocument(keys, checkpoints: status().checkpointKey, at: call.now))
    }

    @Sendable private func destroy(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        guard let key = DestructibleKey(try call.parameter("id")) else {
            throw DeskProblem.badRequest("a key is named by an even number of hexadecimal digits")
        }
        try await administration.destroyKey(key, mandate)
        return .done
    }
}

struct RotateKeys: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RotateKeys", "Where the new key comes from.",
        [
            .maybe("into", .choice(of: KeyPlaceKind.self), "The first that is configured where nothing is said."),
            .maybe("data_keys", .flag, "Whether secrets get a new data key, too."),
            .reason,
        ])

    private enum CodingKeys: String, CodingKey {
        case into, reason
        case dataKeys = "data_keys"
    }

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
