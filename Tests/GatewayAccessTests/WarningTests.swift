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
            device: "Firefox · Linux", service: "Gwanmun",
            failures: 5, lock: .until(time + .seconds(1800)), occurrences: 1, contact: "02-000-0000")
    }

    private let owner = SecurityWarning.Audience.owner(AccountName(stored: "kim-7f3a"))

    @Test func `goes out at once, and what only repeats it comes together half a minute later, with its number`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        for second in 0..<5 {
            desk.send(warning(to: .securityOfficer, at: Sample.start + .seconds(second)))
            desk.send(warning(to: owner, at: Sample.start + .seconds(second)))
        }
        #expect(sink.toOfficer.count == 1 && sink.toOwners.count == 1)
        desk.flush(at: Sample.start + .seconds(29))
        #expect(sink.all.count == 2)
        desk.flush(at: Sample.start + .seconds(30))
        #expect(sink.toOfficer.map(\.occurrences) == [1, 4])
        #expect(sink.toOwners.map(\.occurrences) == [1, 4])
        desk.flush(at: Sample.start + .seconds(60))
        #expect(sink.all.count == 4)
        desk.send(warning(to: owner, at: Sample.start + .seconds(61)))
        #expect(sink.toOwners.count == 3)
    }

    @Test func `of another event, to another person or from another place waits for nothing`() throws {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        desk.send(warning(to: owner, at: Sample.start))
        desk.send(warning(to: .owner(AccountName(stored: "lee-90aa")), at: Sample.start))
        desk.send(warning(to: owner, at: Sample.start, event: .codeReplayed))
        desk.send(warning(to: .securityOfficer, at: Sample.start))
        #expect(sink.all.count == 4)
    }

    /// T105 for warnings: what a node that stops still holds is not lost.
    @Test func `held back goes out when the node stops`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for _ in 0..<2 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let before = house.warnings.toOfficer.filter { $0.event == .failedSignIn }
        try await house.access.housekeeping.settle(at: house.clock.now)
        let after = house.warnings.toOfficer.filter { $0.event == .failedSignIn }
        #expect(before.count == 1 && after.map(\.occurrences).reduce(0, +) == 2)
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
        #expect(text.contains("2026-11-22 10:00:00 KST"))
        #expect(text.contains("ki***"))
        #expect(!text.contains("kim-7f3a"))
        #expect(text.contains("192.0.*.*"))
        #expect(!text.contains(Sample.address.description))
        #expect(text.contains("02-000-0000"))
        for forbidden in ["http", "TOTP", "OTP", "totp", "WebAuthn"] { #expect(!text.contains(forbidden)) }
    }

    /// T52: every field that compliance profile 2.10 names.
    @Test func `tells an owner the event number, time, account, service, place, device, failures, lock and what to do`()
    {
        let text = warning(to: owner, at: Sample.start).text(in: .english)
        for field in [
            "Event no.: 00000000000000ab00000000000000cd", "Time: 2026-11-22 10:00:00 KST", "Account: ki***",
            "Service: Gwanmun", "From: IP 192.0.*.*, Firefox · Linux", "Failed attempts: 5",
            "Locked until: 2026-11-22 10:30:00 KST",
            "If this was not you, call 02-000-0000 now", "We never ask for codes or passwords in this message.",
        ] { #expect(text.contains(field), "\(field)") }
    }

    @Test func `together with others names each of them, forty at most, and counts the rest`() throws {
        let many = (0..<60).map {
            warning(to: owner, at: Sample.start + .seconds($0), $0 == 7 ? .high : .medium, event: .codeReplayed)
        }
        let message = try #require(WarningMessage(many))
        #expect(message.lead.severity == .high)
        #expect(message.occurrences == 60)
        let text = message.text(in: .english)
        #expect(text.contains("- and 19 more"))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("- 2026") }.count == 40)
        #expect(WarningMessage([]) == nil)
    }

    @Test func `names a browser and a system in our words, and nothing that a sender could write`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 call 1588-0000 now\r\nBcc: x"
        var visitor = house.visitor(kim.name, kim.certificate)
        visitor = VerifiedVisitor(
            account: visitor.account, certificate: visitor.certificate, source: visitor.source, userAgent: agent,
            host: visitor.host, requestID: visitor.requestID)
        _ = await house.access.login.attempt(
            PresentedFactors(totp: kim.wrongCode(at: house.clock.now)), by: visitor)
        #expect(house.warnings.toOfficer.last?.device == "Firefox · Linux")
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
