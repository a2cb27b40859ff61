import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `Countries` {
    private var policy: ExamplePolicy
    private let staff: Question
    private let korea: CountryCode
    private let japan: CountryCode

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
        korea = try #require(CountryCode("KR"))
        japan = try #require(CountryCode("JP"))
    }

    private func from(_ country: CountryCode?, _ address: String = "10.20.1.5") throws -> Question {
        try staff.changed {
            $0.circumstances.country = country
            $0.circumstances.source = try .of(address)
        }
    }

    @Test func `of an allow rule are where it holds; an unknown one is none of them`() throws {
        var abroad = policy
        abroad.definition.rules[0].conditions?.countries = .only([korea])
        #expect(try abroad.decide(from(korea)).permit != nil)
        #expect(try abroad.decide(from(japan)).reason == .countryDenied)
        #expect(try abroad.decide(from(nil)).reason == .countryDenied)
        // Without a word on countries an unknown one is as good as any.
        #expect(try policy.decide(from(nil)).permit != nil)
    }

    @Test func `of a deny rule are where it strikes; an unknown one is all of them`() throws {
        var denying = policy
        denying.definition.rules.append(try .deny("no-japan", on: "fab", "/**", .init(countries: .only([japan]))))
        let denial = try #require(try denying.decide(from(japan)).denial)
        #expect(denial.reason == .countryDenied)
        #expect(denial.rule == "no-japan")
        #expect(try denying.decide(from(nil)).reason == .countryDenied)
        #expect(try denying.decide(from(korea)).permit != nil)
    }

    /// The rule `deny-abroad` of the profile's example.
    private func denyAbroad() throws -> ExamplePolicy {
        var abroad = policy
        abroad.definition.rules.append(
            try .deny(
                "deny-abroad", on: "fab", "/**",
                .init(exceptZones: ["internal", "vpn", "isolated_vdi"], exceptCountries: [korea])))
        return abroad
    }

    @Test func `V14: staff from an internet address whose country is unknown are denied by the rule about countries`()
        throws
    {
        let abroad = try denyAbroad()
        #expect(try abroad.decide(from(nil, "211.234.100.7")).reason == .countryDenied)
        #expect(try abroad.decide(from(japan, "211.234.100.7")).reason == .countryDenied)
        // The zone would refuse as well, and does where the country is right.
        #expect(try abroad.decide(from(korea, "211.234.100.7")).reason == .zoneDenied)
        #expect(try policy.decide(from(nil, "211.234.100.7")).reason == .zoneDenied)
    }

    @Test func `are not looked at where a deny rule spares the zone`() throws {
        #expect(try denyAbroad().decide(from(nil)).permit != nil)
    }

    @Test func `are named in the explanation, with what would satisfy the rule`() throws {
        var abroad = policy
        abroad.definition.rules[0].conditions?.countries = .only([korea])
        let trace = try abroad.snapshot().explain(from(japan)).rules.first { $0.rule == "nct-staff" }
        #expect(trace?.failure == .country([korea]))
    }

    @Test func `have codes that ISO 3166-1 has assigned, and no others`() {
        #expect(CountryCode.all.count == 249)
        #expect(CountryCode.all == CountryCode.all.sorted())
        #expect(CountryCode.all.allSatisfy { CountryCode($0)?.text == $0 })
        for text in ["XK", "EU", "UK", "kr", "K", "KOR", "", "ＫＲ", "K\u{301}"] { #expect(CountryCode(text) == nil) }
    }
}
