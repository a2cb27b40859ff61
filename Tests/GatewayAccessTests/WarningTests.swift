import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A warning` {
    private func warning(
        to audience: SecurityWarning.Audience, at time: UnixTime, _ severity: SecurityWarning.Severity = .medium,
        event: SecurityWarning.Event = .locked, deadline: UnixTime? = nil
    ) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 0xab, low: 0xcd), at: time, audience: audience, severity: severity, event: event,
            account: Masking.account(AccountName(stored: "kim-7f3a")), source: Sample.address.masked,
            device: "Firefox · Linux", service: "Gwanmun",
            failures: 5, lock: .until(time + .seconds(1800)), occurrences: 1, contact: "02-000-0000", deadline: deadline
        )
    }

    private let kim = WarningDesk.Subject(account: AccountName(stored: "kim-7f3a"), source: Sample.address)

    private let owner = SecurityWarning.Audience.owner(AccountName(stored: "kim-7f3a"))

    @Test func `goes out at once, and what only repeats it comes together half a minute later, with its number`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        for second in 0..<5 {
            desk.send(warning(to: .securityOfficer, at: Sample.start + .seconds(second)), about: kim)
            desk.send(warning(to: owner, at: Sample.start + .seconds(second)), about: kim)
        }
        #expect(sink.toOfficer.count == 1 && sink.toOwners.count == 1)
        desk.flush(at: Sample.start + .seconds(29))
        #expect(sink.all.count == 2)
        desk.flush(at: Sample.start + .seconds(30))
        #expect(sink.toOfficer.map(\.occurrences) == [1, 4])
        #expect(sink.toOwners.map(\.occurrences) == [1, 4])
        desk.flush(at: Sample.start + .seconds(60))
        #expect(sink.all.count == 4)
        desk.send(warning(to: owner, at: Sample.start + .seconds(61)), about: kim)
        #expect(sink.toOwners.count == 3)
    }

    @Test func `of another event, to another person or from another place waits for nothing`() throws {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        desk.send(warning(to: owner, at: Sample.start), about: kim)
        desk.send(warning(to: .owner(AccountName(stored: "lee-90aa")), at: Sample.start), about: kim)
        desk.send(warning(to: owner, at: Sample.start, event: .codeReplayed), about: kim)
        desk.send(warning(to: .securityOfficer, at: Sample.start), about: kim)
        #expect(sink.all.count == 4)
    }

    /// What is masked alike is not the same: `ki***` is many people, and `192.0.*.*` many places.
    @Test func `of another person or place is told by itself, however alike they look when masked`() throws {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        let places = try ["192.0.2.1", "192.0.7.9"].map { try #require(NetworkAddress($0)) }
        for name in ["kim-7f3a", "kim-90bb"] {
            for place in places {
                desk.send(
                    warning(to: .securityOfficer, at: Sample.start),
                    about: .init(account: AccountName(stored: name), source: place))
            }
        }
        #expect(sink.toOfficer.count == 4)
    }

    /// A network of one's own has more addresses than anybody reads messages.
    @Test func `of strangers from a thousand places is told by network from there on, and counted`() throws {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        let network = try #require(NetworkAddress("2001:db8::"))
        for subscriber in 0..<5000 as Range<UInt64> {
            desk.send(
                warning(to: .securityOfficer, at: Sample.start, event: .certificateRefused),
                about: .init(
                    account: nil, source: NetworkAddress(high: network.high | subscriber << 8, low: subscriber)))
        }
        #expect(sink.toOfficer.count == WarningDesk.mostPlaces + 1)
        desk.flush(at: Sample.start + .seconds(30))
        #expect(sink.toOfficer.map(\.occurrences).reduce(0, +) == 5000)
    }

    /// Whoever moves the address on twice in a moment is told of at both.
    @Test func `to another address is told by itself`() {
        let sink = WitnessedWarnings()
        let desk = WarningDesk(sink: sink)
        for address in ["a@example.kr", "b@example.kr"] {
            var moved = warning(to: owner, at: Sample.start, event: .contactChanged)
            moved.address = MailAddress(address)
            desk.send(moved, about: kim)
        }
        #expect(sink.all.map(\.address?.text) == ["a@example.kr", "b@example.kr"])
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
        for second in 0..<250 {
            desk.send(warning(to: .securityOfficer, at: Sample.start + .seconds(second)), about: kim)
        }
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

    @Test(arguments: [
        (SecurityWarning.Event.breakGlassOpened, "If this is no emergency you know of, lock the account now"),
        (.breakGlassUsed, "If this is no emergency you know of, lock the account now"),
        (.reviewOverdue, "gwanmun user reviews --due"),
        (.contactChanged, "lock the account now and set the address back"),
    ])
    func `tells the officer what to do about it, where that is not always the same`(
        event: SecurityWarning.Event, step: String
    ) {
        let text = warning(to: .securityOfficer, at: Sample.start, event: event).text(in: .english)
        #expect(text.contains(step) && text.contains("gwanmun audit"))
        let korean = warning(to: .securityOfficer, at: Sample.start, event: event).text(in: .korean)
        #expect(korean.contains("지금"))
    }

    @Test func `of what its reader may have had no part in does not ask whether it was them`() {
        for event in [SecurityWarning.Event.breakGlassOpened, .breakGlassUsed, .grantEnding, .certificateEnding] {
            let text = warning(to: owner, at: Sample.start, event: event).text(in: .english)
            #expect(!text.contains("If this was not you") && text.contains("Contact: 02-000-0000"))
        }
    }

    /// Compliance profile nct-2025-04, section 4: `{days}`.
    @Test(arguments: [
        (SecurityWarning.Event.certificateEnding, "인증서가 7일 뒤 만료됩니다. 미리 갱신해 주십시오.", "A certificate expires in 7 days."),
        (.grantEnding, "접근 허용 기간이 7일 남았습니다.", "An access period ends in 7 days."),
        (.serviceEnding, "서비스 계정의 사용 기간이 7일 남았습니다.", "A service account ends in 7 days."),
    ])
    func `of an end names the days left and the date`(event: SecurityWarning.Event, korean: String, english: String) {
        // Six days and an hour are told as seven: nobody is told a day too few.
        let ending = warning(
            to: owner, at: Sample.start, .low, event: event, deadline: Sample.start + .seconds(6 * 86400 + 3600))
        #expect(ending.text(in: .korean).contains(korean))
        #expect(ending.text(in: .korean).contains("기한: 2026-11-28 11:00:00 KST"))
        #expect(ending.text(in: .english).contains(english))
        #expect(ending.text(in: .english).contains("Date: 2026-11-28 11:00:00 KST"))
    }

    @Test func `of one day says day, and of what is overdue since when`() {
        let last = warning(
            to: owner, at: Sample.start, event: .grantEnding, deadline: Sample.start + .seconds(86400))
        #expect(last.text(in: .english).contains("ends in 1 day."))
        let overdue = warning(
            to: .securityOfficer, at: Sample.start, event: .reviewOverdue, deadline: Sample.start - .seconds(3 * 86400))
        #expect(overdue.text(in: .korean).contains("권한 점검 기한이 3일 지났습니다."))
        #expect(overdue.text(in: .english).contains("A review of rights is 3 days overdue."))
    }

    @Test func `that reads like another is listed beside it all the same`() throws {
        let message = try #require(
            WarningMessage([warning(to: owner, at: Sample.start), warning(to: owner, at: Sample.start)]))
        #expect(message.text(in: .english).contains("Also in this time:"))
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
