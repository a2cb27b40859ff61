internal import GatewayAccess
internal import GatewayStore
internal import Hummingbird

/// Requests to reset the factors of people whom one administrator alone does not reset.
struct ResetRoutes {
    let administration: Administration

    func add(to router: RouterGroup<DeskContext>) {
        router.get("resets", use: list)
        router.post("resets/:id/approve", use: approve).post("resets/:id/cancel", use: cancel)
    }

    @Sendable private func list(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let resets = try await administration.resets(readBy: context.reader(), requestID: context.requestID)
        return try .json(["resets": resets.map { ResetDocument($0) }])
    }

    @Sendable private func approve(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let reset = try await administration.approveReset(
            context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return try .json(ResetDocument(reset))
    }

    @Sendable private func cancel(_: Request, context: DeskContext) async throws -> DeskAnswer {
        try await administration.cancelReset(
            context.parameters.require("id"), context.order(ReasonOnly.self).mandate)
        return .done
    }
}
