internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import Hummingbird

/// The node itself: how it stands, reading its files again, what it warned of.
struct NodeRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Node", note: "The node itself.")

    private let services: DeskServices

    init(_ services: DeskServices) { self.services = services }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "status", "readStatus", "How the node stands.", by: .right(.readNode), answers: .ok(StatusDocument.self),
            use: Self.status),
        .post(
            "reload", "reload", "Read trust, CRLs, server certificates and the policy again.", by: .right(.operate),
            answers: .list("parts", of: ReloadedPartDocument.self, "What was taken and what was not."), use: Self.reload
        ),
        .get(
            "warnings/recent", "listRecentWarnings", "Warnings that went out lately, masked as they went.",
            answers: .list("warnings", of: WarningDocument.self), use: Self.warnings),
        .post(
            "warnings/test", "testWarnings", "Send a warning by every channel, to see that it arrives.",
            by: .right(.operate), taking: TestWarnings.self,
            answers: .list("channels", of: ChannelTrialDocument.self, "What came of it."),
            refuses: [.notThere], use: Self.testWarnings),
        .post(
            "siem/test", "testForwarding", "Send each receiver of records a message that says it is a test.",
            by: .right(.operate), answers: .list("receivers", of: ReceiverTrialDocument.self, "What came of it."),
            use: Self.testForwarding),
    ]

    @Sendable private func status(_ call: DeskCall) async throws -> DeskAnswer {
        return try .json(
            StatusDocument(
                services.status(), services.access.administration.counts, reading: services.access.peopleReading,
                policy: services.access.policy, reviews: services.reviews.standing))
    }

    @Sendable private func reload(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        let parts = try await services.access.administration.reload(mandate, services.reload)
        return try .list("parts", parts.map { ReloadedPartDocument($0) })
    }

    @Sendable private func testWarnings(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(TestWarnings.self)
        let warnings = try await services.access.administration.testWarnings(
            to: body.user.map { AccountName(stored: $0) }, mandate)
        let trials = await services.tryChannels(warnings)
        return try .list("channels", trials.map { ChannelTrialDocument($0) })
    }

    @Sendable private func testForwarding(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        let trials = try await services.access.administration.testForwarding(mandate, services.tryReceivers)
        return try .list("receivers", trials.map { ReceiverTrialDocument($0) })
    }

    @Sendable private func warnings(_ call: DeskCall) async throws -> DeskAnswer {
        let warnings = try await services.access.administration.recentWarnings(
            readBy: call.actor, requestID: call.requestID)
        return try .list("warnings", warnings.map { WarningDocument($0) })
    }
}
