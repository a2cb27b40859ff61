import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `What runs out` {
    private var policy: ExamplePolicy

    init() throws {
        policy = try ExamplePolicy()
        policy.definition.consoles[0].hosting = try .sound()
    }

    private func warnings(_ policy: ExamplePolicy, on day: String) throws -> [CalendarDoubt] {
        let now = try #require(RFC3339.parse(day + "T10:00:00+09:00"))
        return try policy.snapshot().calendarDoubts(at: now).compactMap { doubt in
            if case .runsOut(let calendar) = doubt.what { calendar } else { nil }
        }
    }

    @Test func `holidays: a window whose newest one lies in a year before is told of, from the December before`() throws
    {
        let office = try #require(policy.definition.windows["office"])
        var policy = policy
        // Or its own end would be told of too.
        policy.definition.consoles[0].hosting.doubleEncryption = nil
        var dated = policy
        dated.definition.windows["office"] = AccessWindow(
            days: office.days, hours: office.hours, zone: office.zone,
            holidays: [try #require(CivilDate("2026-12-25"))])
        #expect(try warnings(dated, on: "2026-11-23").isEmpty)
        #expect(try warnings(dated, on: "2026-12-02") == [.noHolidays(year: 2027)])
        #expect(try warnings(dated, on: "2027-01-20") == [.noHolidays(year: 2027)])
        // Where no holiday is listed, none is meant.
        #expect(try warnings(policy, on: "2027-01-20").isEmpty)
    }

    @Test func `contracts: 90 days before their last day, and after it`() throws {
        let last = try #require(CivilDate("2027-12-31"))
        var dated = policy
        dated.definition.consoles[0].hosting.doubleEncryption = nil
        dated.definition.consoles[0].hosting.contract?.lastDay = last
        #expect(try warnings(dated, on: "2027-10-02").isEmpty)
        #expect(try warnings(dated, on: "2027-10-03") == [.contract(lastDay: last, hasEnded: false, .deny)])
        #expect(try warnings(dated, on: "2028-01-01") == [.contract(lastDay: last, hasEnded: true, .deny)])
    }

    @Test func `attestations: two weeks before they are too old, after that, and where a tag asks for one`() throws {
        let day = try #require(CivilDate("2026-11-01"))
        #expect(try warnings(policy, on: "2027-01-15").isEmpty)
        #expect(try warnings(policy, on: "2027-01-17") == [.attestation(verifiedOn: day, hasEnded: false)])
        #expect(try warnings(policy, on: "2027-01-30") == [.attestation(verifiedOn: day, hasEnded: true)])
        var without = policy
        without.definition.tags["national_core_technology"]?.residency = CountryCode("KR")
        without.definition.consoles[0].hosting.doubleEncryption = nil
        #expect(try warnings(without, on: "2026-11-23") == [.noAttestation])
    }

    @Test func `exceptions: a week before they end, and after it`() throws {
        var policy = policy
        policy.definition.consoles[0].hosting.doubleEncryption = nil
        let end = try #require(RFC3339.parse("2026-12-10T10:00:00+09:00"))
        policy.definition.exceptions["night-shift"] = RuleException(
            to: "nct-staff", zones: ["wireless"], from: end - .seconds(14 * 86400), expires: end, reason: "maintenance",
            approvedBy: AccountName(stored: "park-5e11"))
        #expect(try warnings(policy, on: "2026-12-02").isEmpty)
        #expect(try warnings(policy, on: "2026-12-03") == [.exception(to: "nct-staff", expires: end, hasEnded: false)])
        #expect(try warnings(policy, on: "2026-12-10") == [.exception(to: "nct-staff", expires: end, hasEnded: true)])
    }

    @Test func `is told of in both languages, with what to do`() throws {
        let day = try #require(CivilDate("2026-11-01"))
        let doubts = try policy.snapshot().calendarDoubts(at: #require(RFC3339.parse("2027-02-01T10:00:00+09:00")))
        #expect(doubts.map(\.code) == ["attestation-ends"])
        #expect(doubts.first?.advice(in: .english).finding.contains("\(day), 90 days ago or more") == true)
        #expect(doubts.first?.advice(in: .korean).finding.contains("이중 암호화를 \(day)에 확인했습니다") == true)
    }
}
