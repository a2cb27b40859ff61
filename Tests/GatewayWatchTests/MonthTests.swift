import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayWatch
import Testing

@Suite struct `The starter rules over a month of an office` {
    private static let policy: Result<PolicySnapshot, any Error> = Result {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let site = PolicySite(domain: try #require(HostName("gw.localhost")))
        return try PolicyReader(site: site, digest: { SHA256.digest(of: $0) }).read(directory: root + "/Policies")
            .snapshot
    }

    private func findings(in events: [WatchedEvent]) throws -> [WatchFinding] {
        let definition = try Self.policy.get().definition
        var post = WatchPost(definition.watch, windows: definition.windows)
        return events.flatMap { post.observe($0) }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `take at most one measure against a hundred people who do nothing wrong`(seed: UInt64) throws {
        let month = OfficeMonth(seed: seed)
        #expect(month.events.count > 50_000)
        let measures = try findings(in: month.events).filter { $0.measure > .notify }
        #expect(measures.count <= 1, "\(measures.map { "\($0.rule) \($0.person) \($0.observed)" })")
    }

    @Test func `find each attack that is hidden in it`() throws {
        let quiet = OfficeMonth(seed: 1).events
        for attack in Attack.all {
            let events = (quiet.filter { $0.person == attack.person } + attack.events).sorted { $0.at < $1.at }
            let found = try findings(in: events).filter { $0.person == attack.person && $0.at >= attack.begins }
            #expect(found.contains { $0.rule == attack.rule }, "\(attack.rule)")
        }
    }
}

/// Something that the month does not have, on its 26th day, at 14:00.
private struct Attack {
    let rule: WatchRuleID
    let person: AccountName
    let events: [WatchedEvent]

    static let start = OfficeMonth.start + .seconds(25 * 86400 + 14 * 3600)
    var begins: UnixTime { events.map(\.at).min() ?? Self.start }

    private init(
        _ rule: WatchRuleID, by person: String, as role: RoleName, times: Int, every: Int = 1, from start: UnixTime,
        country: String = "KR", source: String = "10.77.0.5", _ deed: (Int) -> WatchedEvent.Deed
    ) {
        self.rule = rule
        self.person = AccountName(stored: person)
        events = (0..<times).map { count in
            WatchedEvent(
                deed(count), by: AccountName(stored: person), roles: [role], at: start + .seconds(count * every),
                console: "fab", grade: .classified, source: NetworkAddress(source), country: CountryCode(country),
                device: "KT-stolen", certificate: "key-stolen")
        }
    }

    static let all: [Attack] = [
        Attack("partner-objects", by: "partner-95", as: "foreign_partner", times: 101, every: 5, from: start) {
            .answered(path: "/drawings/\($0)", status: 200, bytes: 100)
        },
        Attack("partner-enumeration", by: "partner-95", as: "foreign_partner", times: 25, from: start) {
            .answered(path: "/admin/\($0)", status: 404, bytes: 100)
        },
        Attack("partner-volume", by: "partner-95", as: "foreign_partner", times: 60, every: 30, from: start) { _ in
            .answered(path: "/project/1", status: 200, bytes: 10_000_000)
        },
        Attack("partner-denials", by: "partner-95", as: "foreign_partner", times: 11, from: start) { _ in
            .refused(path: "/iam")
        },
        Attack(
            "partner-off-hours", by: "partner-95", as: "foreign_partner", times: 1, from: start + .seconds(9 * 3600)
        ) { _ in .signIn },
        Attack(
            "partner-country", by: "partner-95", as: "foreign_partner", times: 1, from: start, country: "DE",
            source: "198.51.100.7"
        ) { _ in .signIn },
        Attack(
            "partner-network", by: "partner-95", as: "foreign_partner", times: 1, from: start, source: "198.51.100.7"
        ) { _ in .signIn },
        Attack("partner-device", by: "partner-95", as: "foreign_partner", times: 1, from: start) { _ in .signIn },
        Attack("partner-certificate", by: "partner-95", as: "foreign_partner", times: 1, from: start) { _ in .signIn },
        Attack("travel", by: "staff-40", as: "staff", times: 60, every: 60, from: start, country: "RU") { _ in .signIn
        },
        Attack("new-country", by: "staff-40", as: "staff", times: 1, from: start, country: "RU") { _ in .signIn },
        Attack("code-failures", by: "staff-40", as: "staff", times: 9, from: start) { _ in .codeFailed },
        Attack("enumeration", by: "staff-40", as: "staff", times: 61, from: start) { .refused(path: "/\($0)") },
        Attack("classified-volume", by: "staff-40", as: "staff", times: 300, every: 10, from: start) { _ in
            .answered(path: "/project/1", status: 200, bytes: 10_000_000)
        },
        Attack(
            "privileged-off-hours", by: "staff-2", as: "privileged_admin", times: 1, from: start + .seconds(9 * 3600)
        ) { _ in .signIn },
    ]
}
