internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import Hummingbird

/// The node itself: how it stands, reading its files again, what it warned of.
struct NodeRoutes {
    let services: DeskServices

    func add(to router: RouterGroup<DeskContext>) {
        router.get("status", use: status).post("reload", use: reload).get("warnings/recent", use: warnings)
            .post("warnings/test", use: testWarnings)
    }

    @Sendable private func status(_: Request, context: DeskContext) async throws -> DeskAnswer {
        _ = try context.reader(.readNode)
        return try .json(
            StatusDocument(
                services.status(), services.access.administration.counts, reading: services.access.peopleReading,
                policy: services.access.policy))
    }

    @Sendable private func reload(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let mandate = try context.order(ReasonOnly.self, by: .operate).mandate
        let parts = try await services.access.administration.reload(mandate, services.reload)
        return try .json(["parts": parts.map { ReloadedPartDocument($0) }])
    }

    @Sendable private func testWarnings(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let (body, mandate) = try context.order(TestWarnings.self, by: .operate)
        let warnings = try await services.access.administration.testWarnings(
            to: body.user.map { AccountName(stored: $0) }, mandate)
        let trials = await services.tryChannels(warnings)
        return try .json(["channels": trials.map { ChannelTrialDocument($0) }])
    }

    @Sendable private func warnings(_: Request, context: DeskContext) async throws -> DeskAnswer {
        let warnings = try await services.access.administration.recentWarnings(
            readBy: context.reader(), requestID: context.requestID)
        return try .json(["warnings": warnings.map { WarningDocument($0) }])
    }
}
