import GatewayIdentity
import GatewayPolicy
import GatewayTesting
import GatewayWatch
import Testing

@testable import GatewayAccess

extension House {
    /// What a rule with this one step finds of somebody.
    func finding(_ step: WatchMeasure, on person: AccountName) throws -> WatchFinding {
        var post = WatchPost([
            WatchRule(
                id: WatchRuleID("rule"), condition: .denials(WatchRate(limit: 1, within: .seconds(60))),
                measures: [step], severity: .high)
        ])
        let events = [1, 2].map {
            WatchedEvent(.refused(path: "/"), by: person, at: clock.now, mark: EventMark(high: 1, low: $0))
        }
        return try #require(events.flatMap { post.observe($0) }.first)
    }
}
