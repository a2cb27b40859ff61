internal import GatewayAccess
internal import GatewayStore
internal import Hummingbird

/// Requests to reset the factors of people whom one administrator alone does not reset.
struct ResetRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Resets", note: "Resets of factors that one administrator alone does not do.")

    private let administration: Administration

    init(_ services: DeskServices) { administration = services.access.administration }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "resets", "listResets", "Open resets, oldest first.", answers: .list("resets", of: ResetDocument.self),
            use: Self.list),
        .post(
            "resets/{id}/approve", "approveReset", "Approve the reset that somebody else asked for.",
            answers: .ok(ResetDocument.self), refuses: [.notThere, .conflict, .impossible], use: Self.approve),
        .post(
            "resets/{id}/cancel", "cancelReset", "Cancel it.", answers: .done, refuses: [.notThere, .conflict],
            use: Self.cancel),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let resets = try await administration.resets(readBy: call.actor, requestID: call.requestID)
        return try .list("resets", resets.map { ResetDocument($0) })
    }

    @Sendable private func approve(_ call: DeskCall) async throws -> DeskAnswer {
        let reset = try await administration.approveReset(
            call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return try .json(ResetDocument(reset))
    }

    @Sendable private func cancel(_ call: DeskCall) async throws -> DeskAnswer {
        try await administration.cancelReset(
            call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }
}
