import GatewayIdentity
import GatewayPolicy
import GatewayWatch

/// One rule and what it says to events, counted in seconds from a Monday at 10:00 in Korea.
final class WatchScene {
    static let start = UnixTime(seconds: 1_795_395_600)
    static let kim = AccountName(stored: "kim-7f3a")

    var post: WatchPost
    private var count: UInt64 = 0

    init(
        _ condition: WatchCondition, measures: [WatchMeasure] = [.notify], cooldown: Duration = .zero,
        escalation: Duration = .seconds(86400), of target: WatchRule.Target = .init(),
        windows: [WindowName: AccessWindow] = [:], mostPersons: Int = 20_000
    ) {
        post = WatchPost(
            [
                WatchRule(
                    id: "rule", target: target, condition: condition, measures: measures, severity: .high,
                    cooldown: cooldown, escalation: escalation)
            ], windows: windows, mostPersons: mostPersons)
    }

    /// - Returns: whether it is an alarm.
    @discardableResult func see(
        _ deed: WatchedEvent.Deed, at second: Int, by person: AccountName = kim, country: String? = nil,
        from source: String? = nil, device: String? = nil, certificate: String? = nil, console: ConsoleID? = nil,
        roles: Set<RoleName> = [], grants: Set<String> = [], grade: Grade? = nil
    ) -> [WatchFinding] {
        count += 1
        return post.observe(
            WatchedEvent(
                deed, by: person, roles: roles, grants: grants, at: Self.start + .seconds(second),
                mark: EventMark(high: 0, low: count), console: console, grade: grade,
                source: source.flatMap(NetworkAddress.init), country: country.flatMap(CountryCode.init),
                device: device, certificate: certificate))
    }

    func alarms(_ deed: WatchedEvent.Deed, at second: Int, by person: AccountName = kim) -> Bool {
        !see(deed, at: second, by: person).isEmpty
    }
}

extension WatchedEvent.Deed {
    static func read(_ path: String) -> Self { .answered(path: path, status: 200, bytes: 0) }
}
