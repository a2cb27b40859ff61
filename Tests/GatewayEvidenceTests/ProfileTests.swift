import GatewayEvidence
import GatewayIdentity
import GatewaySettings
import Testing

@Suite struct `The profile nct-2025-04` {
    private let profile: EvidenceProfile

    init() throws {
        profile = try EvidenceProfileFile.read(
            SettingsFile(name: "nct-2025-04.yaml", text: EvidenceProfiles.files[0].text))
    }

    @Test func `has every clause of the guide that a gateway is held against`() {
        #expect(profile.clauses.count == 51)
        #expect(Set(profile.clauses.map(\.id)).count == 51)
    }

    @Test func `names a test for each clause (T68)`() {
        #expect(profile.clauses.filter { $0.tests.isEmpty }.map(\.id) == [])
    }

    @Test func `shows something for each clause that the gateway meets`() {
        let bare = profile.clauses.filter { $0.reach == .met && $0.settings.isEmpty && $0.counts.isEmpty }
        #expect(bare.map(\.id) == [])
    }

    @Test(arguments: Language.allCases)
    func `is rendered whole, in both languages`(language: Language) {
        let report = EvidenceReport(profile, [:])
        let page = EvidencePage(report, in: language).html
        for clause in profile.clauses {
            #expect(page.contains("id=\"\(clause.id)\""), "\(clause.id)")
        }
        #expect(page.contains(language == .korean ? "어떤 인증이나 적합 판정도 아니며" : "It certifies nothing"))
        #expect(
            !page.contains("<script") && !page.contains("http://") && !page.contains("https://")
                && !page.contains("src="))
    }

    @Test(arguments: [
        "settings: [no_such]", "counts: [no_such]", "needs: [no_such]", "none: [lockout]", "reports: [no_such]",
    ])
    func `refuses what the program cannot show`(line: String) {
        let text = Self.text("    \(line)")
        #expect {
            try EvidenceProfileFile.read(SettingsFile(name: "own.yaml", text: text))
        } throws: { "\($0)".hasPrefix("own.yaml:") }
    }

    @Test func `shows the reports of providers and the look around the gate (T11, T38)`() {
        let resting = Dictionary(grouping: profile.clauses.filter { !$0.reports.isEmpty }, by: \.id)
        #expect(
            resting.mapValues { $0[0].reports } == [
                "NCT2-2.2-C1": [.providerReports], "NCT2-4.2-C1": [.bypassChecks],
            ])
        #expect(resting["NCT2-2.2-C1"]?.first?.reach == .partly && resting["NCT2-4.2-C1"]?.first?.reach == .met)
    }

    @Test func `refuses a clause that is there twice`() {
        let text = Self.text("") + Self.clause
        #expect(throws: SettingsProblems.self) {
            try EvidenceProfileFile.read(SettingsFile(name: "own.yaml", text: text))
        }
    }

    private static let clause = """
          - id: A
            who: user
            state: met
            clause: {ko: 가, en: a}
            gateway: {ko: 나, en: b}

        """

    private static func text(_ line: String) -> String {
        "version: 1\nprofile: own\ntitle: {ko: 가, en: a}\nclauses:\n" + clause + line + "\n"
    }
}

extension EvidenceReport {
    init(
        _ profile: EvidenceProfile, _ settings: [EvidenceSetting: SettingFact],
        tally: EvidenceTally = .init(from: UnixTime(milliseconds: 0), to: UnixTime(milliseconds: 1 << 50)),
        chain: ChainEvidence = ChainEvidence(whole: true), register: RegisterEvidence = RegisterEvidence()
    ) {
        self.init(
            profile, organisation: Bilingual(ko: "가", en: "a"), madeAt: UnixTime(milliseconds: 0),
            from: UnixTime(milliseconds: 0), to: UnixTime(milliseconds: 1), settings: settings, tally: tally,
            chain: chain, exceptions: [], register: register)
    }
}
