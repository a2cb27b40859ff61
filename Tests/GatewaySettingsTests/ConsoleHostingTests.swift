import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

@Suite struct `Where consoles stand, in a policy's words` {
    private let policy: SmallPolicy

    init() throws { policy = try SmallPolicy() }

    private static let provider = "provider: {name: example-csp, kind: domestic, region: KR-41, location: 경기도}"
    private static let contract =
        "contract: {ref: C-2026-014, data_owner: our-company, expires: 2027-12-31, on_expiry: warn, min_tls: \"1.3\", min_cipher_bits: 256}"
    private static let encryption =
        "double_encryption: {user_key: \"pkcs11:fab-kek\", provider_key: \"kms:csp/77\", verified_at: 2026-11-01, verifier: lee-90aa}"

    /// The console with more keys, and a tag that keeps it in Korea.
    private func saying(_ keys: String...) -> SmallPolicy {
        let more = (["tags: [nct]"] + keys).joined(separator: ", ")
        return policy.replacing("manager: lee-90aa}", "manager: lee-90aa, \(more)}").replacing(
            "http://127.0.0.1:7001", "https://127.0.0.1:7001"
        ).replacing("zones:\n", "tags:\n  nct: {treat_as: classified, residency: KR}\nzones:\n")
    }

    @Test func `are read as they are written`() throws {
        let loaded = try saying(
            Self.provider, Self.contract, Self.encryption, "protection_level: 가급", "state: read_only"
        ).load()
        let hosting = try #require(loaded.snapshot.console(ConsoleID("fab"))?.hosting)
        #expect(
            hosting
                == ConsoleHosting(
                    provider: ConsoleProvider(name: "example-csp", kind: .domestic, region: "KR-41", location: "경기도"),
                    contract: ConsoleContract(
                        reference: "C-2026-014", dataOwner: "our-company", lastDay: CivilDate("2027-12-31"),
                        onExpiry: .warn, minimumTLS: .v13, minimumCipherBits: 256),
                    doubleEncryption: DoubleEncryption(
                        userKey: "pkcs11:fab-kek", providerKey: "kms:csp/77",
                        verifiedOn: try #require(CivilDate("2026-11-01")), verifier: "lee-90aa"),
                    protectionLevel: "가급", state: .readOnly))
    }

    @Test func `T01: a region outside is told of where the provider stands`() {
        let abroad = saying(Self.provider.replacing("KR-41", with: "us-east-1"), Self.contract)
        #expect(
            abroad.complaints() == [
                "rest.yaml:11:112: consoles.fab.provider: residency: tag 'nct' keeps it in KR, and region 'us-east-1' is not KR or a part of it (KR-…)"
            ])
    }

    @Test func `T02 and T35: what a tag needs is told of, all of it`() {
        #expect(
            saying().complaints() == [
                "rest.yaml:11:3: consoles.fab: tag 'nct' needs 'provider with its region'",
                "rest.yaml:11:3: consoles.fab.contract: tag 'nct' needs 'contract.ref'",
            ])
    }

    @Test func `T13: a console without an owner is refused`() {
        #expect(policy.replacing("owner: hong-41c2, ", "").complaints() == ["rest.yaml:9:8: a console needs 'owner'"])
    }

    @Test func `T14: a console without a label counts as classified`() throws {
        #expect(try policy.load().snapshot.grade(of: ConsoleID("fab")) == .classified)
    }

    @Test(arguments: [
        ("provider: {name: x, kind: local}", "'local' is not one of domestic, foreign"),
        ("provider: {kind: domestic}", "a provider needs 'name'"),
        ("provider: {name: \"a\\nb\", kind: domestic}", "is not the provider's name, on one line and without U+000A"),
        ("contract: {ref: x, expires: 2027-02-30}", "'2027-02-30' is not a date such as 2026-12-25"),
        ("contract: {ref: x, min_tls: \"1.1\"}", "'1.1' is not one of 1.2, 1.3"),
        ("contract: {ref: x, min_cipher_bits: 64}", "'64' is not a whole number from 128 to 256"),
        (
            "contract: {ref: x, on_expiry: warn}",
            "'on_expiry' has no meaning here: a contract without 'expires' never ends"
        ),
        ("contract: {ref: x, provider: y}", "unknown key 'provider' in a contract"),
        (
            "double_encryption: {user_key: a, provider_key: b, verified_at: 2026-11-01}",
            "double encryption needs 'verifier'"
        ),
        ("state: open", "'open' is not one of active, read_only, closing, closed"),
        ("sate: closed", "unknown key 'sate' in a console. Did you mean 'state'?"),
    ])
    func `are refused with a sentence where they make no sense`(keys: String, complaint: String) {
        let complaints = policy.replacing("manager: lee-90aa}", "manager: lee-90aa, \(keys)}").complaints()
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains(complaint) == true, "\(complaints)")
    }
}

@Suite struct `Countries, devices and holidays, in a policy's words` {
    private let policy: SmallPolicy

    init() throws { policy = try SmallPolicy() }

    @Test func `are read as they are written`() throws {
        let deny = SettingsFile(
            name: "zz.yaml",
            text:
                "version: 1\nrules:\n  - {id: abroad, effect: deny, countries: [JP], countries_not: [KR], unless: {zones: [internal]}}\n"
        )
        let loaded = try policy.replacing(
            "zones: [internal]", "zones: [internal], countries: [KR], devices: designated"
        )
        .load(also: [deny])
        let korea = try #require(CountryCode("KR"))
        for rule in loaded.snapshot.definition.rules {
            switch rule.effect {
            case .allow(let conditions):
                #expect(conditions.countries == .only([korea]))
                #expect(conditions.devices == .designated)
            case .deny(let occasions):
                #expect(occasions.countries.contains(korea) == false)
                #expect(occasions.exceptCountries == [korea])
            }
        }
    }

    @Test(arguments: [
        ("countries: [KP1]", "'KP1' is not a country by ISO 3166-1 (two capital letters)"),
        ("countries: [kr]", "'kr' is not a country by ISO 3166-1 (two capital letters) (did you mean 'KR'?)"),
        ("countries: [UK]", "'UK' is not a country by ISO 3166-1 (two capital letters) (did you mean '"),
        ("countries: []", "rules.all.countries: an empty list can never hold"),
        ("countries_not: [KR]", "'countries_not' has no meaning here: an allow rule says where it holds"),
        ("devices: mine", "'mine' is not one of any, designated"),
    ])
    func `are refused with a sentence where they make no sense`(keys: String, complaint: String) {
        let complaints = policy.replacing("windows: [office]}", "windows: [office], \(keys)}").complaints()
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains(complaint) == true, "\(complaints)")
    }

    private static let holidays = SettingsFile(
        name: "zz.yaml", text: "version: 1\nholidays:\n  kr: [2026-12-25, 2027-02-08]\n  none: []\n")

    @Test func `a window names a set of holidays, which may stand in a later file`() throws {
        let named = policy.replacing("hours: \"08:00-19:00\"", "hours: \"08:00-19:00\", holidays: kr")
        let loaded = try named.load(also: [Self.holidays])
        let office = try #require(loaded.snapshot.definition.windows.values.first)
        #expect(office.holidays == Set(["2026-12-25", "2027-02-08"].compactMap(CivilDate.init)))
        let monday = try #require(RFC3339.parse("2027-02-08T10:00:00+09:00"))
        #expect(!office.isOpen(at: monday))
    }

    @Test func `a set of holidays that is nowhere is told of, with those that are`() {
        let named = policy.replacing("hours: \"08:00-19:00\"", "hours: \"08:00-19:00\", holidays: kor")
        #expect(
            named.complaints(also: [Self.holidays]) == [
                "rest.yaml:7:57: 'kor' is not a list of dates, or a set under 'holidays': one of kr, none (did you mean 'kr'?)"
            ])
        #expect(named.complaints().first?.contains("none is there") == true)
    }

    @Test func `one date is a list of one`() {
        let one = policy.replacing("hours: \"08:00-19:00\"", "hours: \"08:00-19:00\", holidays: 2026-12-25")
        #expect(one.complaints() == ["rest.yaml:7:57: expected a list of dates, such as [2026-12-25]"])
    }

    @Test func `a set of holidays is written once, and of days that exist`() {
        let again = SettingsFile(name: "zzz.yaml", text: "version: 1\nholidays: {kr: []}\n")
        #expect(
            policy.complaints(also: [Self.holidays, again]) == [
                "zzz.yaml:2:12: holidays 'kr' is defined already, at zz.yaml:3:3"
            ])
        let wrong = SettingsFile(name: "zz.yaml", text: "version: 1\nholidays: {kr: [2026-02-29]}\n")
        #expect(
            policy.complaints(also: [wrong]) == ["zz.yaml:2:17: '2026-02-29' is not a date such as 2026-12-25"])
    }

    @Test func `what runs out is told of at its place`() throws {
        let loaded = try policy.replacing("hours: \"08:00-19:00\"", "hours: \"08:00-19:00\", holidays: kr")
            .load(also: [Self.holidays])
        let later = try #require(RFC3339.parse("2028-01-05T10:00:00+09:00"))
        #expect(
            loaded.calendarDoubts(at: later).map { "\($0.position): \($0.doubt.advice(in: .english).finding)" } == [
                "rest.yaml:7:47: no holidays listed for 2028"
            ])
        #expect(loaded.doubts(at: later).map(\.doubt.code).contains("no-holidays-of-the-year"))
    }
}
