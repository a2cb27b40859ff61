import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A warning` {
    private func warning(
        to audience: SecurityWarning.Audience, at time: UnixTime, _ severity: SecurityWarning.Severity = .medium,
        event: SecurityWarning.Event = .locked
    ) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 0xab, low: 0xcd), at: time, audience: audience, severity: severity, event: event,
            account: Masking.account(AccountName(stored: "kim-7f3a")), source: Masking.address(Sample.address),
            device: "Firefox/140", service: "Gwanmun",
            failures: 5, lock: .until(time + .seconds(1800)), occurrences: 1, contact: "02-000-0000")
    }

    private let owner = SecurityWarning.Audience.owner(AccountName(stored: "kim-7f3a"))

    @Test func `reaches the officer every time and the owner once in ten minutes, with the number of the others`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        for second in 0..<5 {
            desk.send(warning(to: .securityOfficer, at: Sample.start + .seconds(second)))
            desk.send(warning(to: owner, at: Sample.start + .seconds(second), second == 3 ? .high : .medium))
        }
        #expect(sink.toOfficer.count == 5)
        #expect(sink.toOwners.count == 1)
        desk.flush(at: Sample.start + .seconds(599))
        #expect(sink.toOwners.count == 1)
        desk.flush(at: Sample.start + .seconds(600))
        #expect(sink.toOwners.map(\.occurrences) == [1, 4])
        #expect(sink.toOwners.last?.severity == .high)
    }

    @Test func `to one owner does not hold back that to another`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        desk.send(warning(to: owner, at: Sample.start))
        desk.send(warning(to: .owner(AccountName(stored: "lee-90aa")), at: Sample.start))
        #expect(sink.toOwners.count == 2)
    }

    @Test func `held back is not lost when the next one goes out first`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        desk.send(warning(to: owner, at: Sample.start))
        desk.send(warning(to: owner, at: Sample.start + .seconds(1)))
        desk.send(warning(to: owner, at: Sample.start + .seconds(700)))
        desk.flush(at: Sample.start + .seconds(1300))
        #expect(sink.toOwners.count == 3)
    }

    @Test func `keeps the last two hundred for the desk, newest first`() {
        let desk = WarningDesk(sink: WitnessedWarnings())
        for second in 0..<250 { desk.send(warning(to: .securityOfficer, at: Sample.start + .seconds(second))) }
        #expect(desk.recent.count == 200)
        #expect(desk.recent.first?.at == Sample.start + .seconds(249))
    }

    @Test(arguments: Language.allCases, SecurityWarning.Event.allCases)
    func `says when, whom, from where and what to do, and neither code, link nor factor`(
        language: Language, event: SecurityWarning.Event
    ) {
        let text = warning(to: owner, at: Sample.start, event: event).text(in: language)
        #expect(text.contains("2026-11-22T10:00:00.000+09:00"))
        #expect(text.contains("ki***"))
        #expect(!text.contains("kim-7f3a"))
        #expect(text.contains("192.0.*.*"))
        #expect(!text.contains(Sample.address.description))
        #expect(text.contains("02-000-0000"))
        for forbidden in ["http", "TOTP", "OTP", "totp", "password", "비밀번호"] { #expect(!text.contains(forbidden)) }
    }

    @Test func `of an IPv6 address keeps the provider's part alone`() throws {
        #expect(Masking.address(try #require(NetworkAddress("2001:db8:1:2::7"))) == "2001:db8:*")
    }

    @Test func `for the third failure goes to the owner, for the first two it waits for the next login`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let before = house.warnings.toOwners.count
        for _ in 0..<2 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        #expect(house.warnings.toOwners.count == before)
        _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now))
        #expect(house.warnings.toOwners.last?.event == .repeatedFailures)
    }
}
