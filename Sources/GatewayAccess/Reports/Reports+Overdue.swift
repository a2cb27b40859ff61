public import GatewayIdentity
internal import GatewayReview
internal import GatewayStore

extension Reports {
    /// The officers are told again after so long.
    static let tellAgain = Duration.seconds(86400)

    /// Tells once a day, in one message, of what is due and was not filed; as often as it is called the same.
    public func keepUp(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        do {
            let overdue = ReportRegister(try await store.reports(), at: now).overdue
            note(overdue: overdue.count)
            var told: [FiledReport] = []
            for report in overdue {
                let isOurs = try await store.takeTurnToTell(
                    ofReport: report.id, at: now, unlessToldAfter: now - Self.tellAgain)
                guard isOurs else { continue }
                told.append(report)
                try await core.record([
                    SecurityEvent(
                        .reportOverdue, at: now, requestID: requestID, actor: .gateway, severity: .medium,
                        details: report.details)
                ])
            }
            guard let first = told.map(\.content.due).min() else { return }
            core.warn(
                .reportsOverdue, .medium, about: nil, from: nil, requestID: requestID, at: now, owner: false,
                occurrences: told.count, deadline: first)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}
