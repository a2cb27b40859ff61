import GatewayEvidence
import GatewayIdentity
import Testing

@Suite struct `Evidence of a clause` {
    @Test func `is missing where the setting is not in force`() {
        #expect(missing([.setting(.secondFactor)]) != [])
        #expect(missing([.setting(.secondFactor)], [.secondFactor: SettingFact("x", isInForce: false)]) != [])
        #expect(missing([.setting(.secondFactor)], [.secondFactor: SettingFact("x")]) == [])
    }

    @Test func `is missing where nothing of the kind was recorded`() {
        #expect(missing([.count(.reviewsSigned)]) != [])
        #expect(missing([.count(.reviewsSigned)], records: [Self.record("review_signed")]) == [])
    }

    @Test func `is missing where what must not happen did`() {
        #expect(missing([.none(.logGaps)]) == [])
        #expect(missing([.none(.logGaps)], records: [Self.record("log_gap")]) != [])
    }

    @Test func `is missing where the trail that it rests on is not whole`() {
        let chain = ChainEvidence(whole: false, difference: "record 3")
        #expect(missing([.count(.reviewsSigned)], records: [Self.record("review_signed")], chain: chain) != [])
    }

    @Test func `is not asked for what a gateway cannot do`() {
        #expect(missing([.setting(.siem)], reach: .notByGateway) == [])
    }

    @Test func `stands in red on the page`() {
        let page = EvidencePage(report([.setting(.siem)]), in: .english).html
        #expect(page.contains("<li class=\"missing\">not set, or not enough: receivers of records</li>"))
    }

    @Test func `says nothing that a browser runs, and nothing that a spreadsheet does`() {
        let report = report([], text: Bilingual(ko: "=1+1", en: "<script>alert(1)</script>"))
        #expect(EvidencePage(report, in: .english).html.contains("&lt;script&gt;"))
        #expect(report.clausesCSV.contains(",'=1+1,"))
    }

    @Test func `counts the period alone, and a late review once`() {
        var tally = EvidenceTally(
            from: RFC3339.parse("2026-11-01T00:00:00+09:00")!, to: RFC3339.parse("2026-12-01T00:00:00+09:00")!)
        let late = Self.record("review_task", #","change":"overdue","object":"rights-2026-Q3""#)
        for line in [
            Self.record("login_ok"), Self.record("login_ok", at: "2026-10-31T23:59:59.999+09:00"),
            Self.record("login_ok", at: "2026-12-01T00:00:00.000+09:00"), late, late,
            Self.record("login_failed", #","reason":"account_locked""#),
        ] { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
        #expect(tally.count(.logins) == 1)
        #expect(tally.count(.reviewsOverdue) == 1)
        #expect(tally.refusals == ["account_locked": 1])
        #expect(tally.first == tally.last)
    }

    @Test func `counts a request once, also where its decision and its outcome are recorded apart`() {
        let tally = Self.tally([
            Self.record("decision", #","action":"download","decision":"permit","inputs":"whole""#),
            Self.record("access", #","action":"download","decision":"permit","inputs":"earlier""#),
            Self.record("access", #","action":"view","decision":"permit","inputs":"whole""#),
        ])
        #expect((tally.count(.requests), tally.count(.downloads)) == (2, 1))
    }

    @Test func `counts a request once where its answer was decided about anew, and as that says`() {
        let label = #","inputs":"whole","label":"classified""#
        let tally = Self.tally([
            Self.decision("permit", request: 1), Self.decision("permit", label, request: 1),
            Self.decision("permit", request: 2),
            Self.decision("deny", label + #","reason":"default_deny""#, request: 2),
            Self.decision("permit", request: 3), Self.decision("step_up", label, request: 3),
            // At an open console the one decision is about the answer.
            Self.decision("permit", label, request: 4),
        ])
        #expect((tally.count(.requests), tally.count(.downloads)) == (4, 2))
        #expect((tally.count(.denials), tally.count(.stepUps)) == (1, 1))
        #expect(tally.denials == ["default_deny": 1])
    }

    @Test func `counts each of the requests and handshakes that one record speaks of`() {
        let tally = Self.tally([
            Self.record(
                "decision", #","reason":"no_client_certificate","decision":"deny","inputs":"none","failures":40"#),
            Self.record("tls_refused", #","reason":"certificate_expired","failures":7"#), Self.record("tls_refused"),
            // Of logins the number says how many failed in a row.
            Self.record("login_failed", #","reason":"factor_failed","failures":4"#),
        ])
        #expect((tally.count(.requests), tally.count(.denials)) == (40, 40))
        #expect((tally.count(.handshakesRefused), tally.count(.loginsRefused)) == (8, 1))
        #expect(tally.denials == ["no_client_certificate": 40])
        #expect(tally.refusals == ["certificate_expired": 7, "-": 1, "factor_failed": 1])
    }

    @Test func `counts no request as denied that a factor was asked for`() {
        let tally = Self.tally([Self.decision("step_up", #","reason":"factor_missing""#), Self.decision("deny")])
        #expect((tally.count(.requests), tally.count(.denials), tally.count(.stepUps)) == (2, 1, 1))
        #expect(tally.denials == ["-": 1])
    }

    @Test func `counts a request in one period, whichever its records are in`() {
        func tally(from: String, to: String) -> EvidenceTally {
            var tally = EvidenceTally(from: RFC3339.parse(from)!, to: RFC3339.parse(to)!)
            for line in [
                Self.decision("permit", request: 1, at: "2026-11-30T23:59:59.900+09:00"),
                Self.decision("deny", request: 1, at: "2026-12-01T00:00:00.100+09:00"),
                // Decided in November, and written when it ended.
                Self.record(
                    "access", #","decision":"permit","inputs":"whole","duration_ms":7200000"#,
                    at: "2026-11-30T23:00:00.000+09:00"),
            ] { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
            return tally
        }
        let november = tally(from: "2026-11-01T00:00:00+09:00", to: "2026-12-01T00:00:00+09:00")
        let december = tally(from: "2026-12-01T00:00:00+09:00", to: "2027-01-01T00:00:00+09:00")
        #expect((november.count(.requests), november.count(.denials), november.count(.downloads)) == (1, 1, 0))
        #expect((december.count(.requests), december.count(.denials)) == (1, 0))
    }

    @Test func `counts measures that were taken, holds that were set, and no drill`() {
        let tally = Self.tally([
            Self.record("anomaly"), Self.record("anomaly", #","drill":1"#),
            Self.record("measure", #","change":"taken""#), Self.record("measure", #","change":"lifted""#),
            Self.record("measure", #","change":"taken","drill":1"#),
            Self.record("log_hold", #","change":"added""#), Self.record("log_hold", #","change":"removed""#),
        ])
        #expect((tally.count(.anomalies), tally.count(.measures), tally.count(.recordsHeld)) == (1, 1, 1))
    }

    @Test func `says what a setting is in the language of the page, and that its marks are no verdict`() {
        let fact = SettingFact { $0 == .korean ? "이 기기" : "this machine" }
        let settings: [EvidenceSetting: SettingFact] = [.keyPlace: fact]
        let report = report([], settings, shown: [.keyPlace])
        let (ko, en) = (EvidencePage(report, in: .korean).html, EvidencePage(report, in: .english).html)
        #expect(ko.contains("<td>이 기기</td>") && !ko.contains("this machine") && ko.contains("판정이 아닙니다"))
        #expect(en.contains("<td>this machine</td>") && en.contains("they are no verdict"))
    }

    @Test func `says so when records of the period were deleted after their time`() {
        func line(_ seq: Int, _ day: String, _ type: String = "login_ok", _ rest: String = "") -> String {
            #"{"seq":\#(seq),"ts":"\#(day)T10:00:00.000+09:00","type":"\#(type)","outcome":"success"\#(rest),"hash":"ab"}"#
        }
        func isCut(_ records: [String]) -> Bool {
            var tally = EvidenceTally(
                from: RFC3339.parse("2026-11-01T00:00:00+09:00")!, to: RFC3339.parse("2026-12-01T00:00:00+09:00")!)
            for line in records { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
            return tally.isCutByDeletion
        }
        let told = line(9, "2032-01-01", "log_deleted", #","last_seq":6"#)
        #expect(isCut([line(7, "2026-11-20"), line(8, "2026-12-20"), told]))
        // What was deleted came before the period; or segments before it were not read.
        #expect(!isCut([line(7, "2026-10-20"), line(8, "2026-11-20"), told]))
        #expect(!isCut([line(8, "2026-11-20"), told]))
        #expect(isCut([line(4, "2026-10-20"), line(7, "2026-11-20"), line(8, "2026-12-20"), told]))
    }

    @Test func `tells of each review that was signed off which sheet it was, and counts those it has no room for`() {
        let sheet = String(repeating: "cd", count: 32)
        let signed = Self.record(
            "review_signed",
            #","account":"choi-51be","object":"access_records-2026-10","after":"\#(sheet)","period":"2026-10","findings":2"#
        )
        let report = report([], records: [signed])
        #expect(report.signedReviews.map(\.sheetSha256) == [sheet] && report.signedReviews.map(\.findings) == [2])
        let row = "2026-11-20T10:00:00.000+09:00,access_records-2026-10,2026-10,choi-51be,\(sheet),2\r\n"
        #expect(report.reviewsCSV == "at,review,period,by,sheet_sha256,findings\r\n" + row)
        for language in Language.allCases { #expect(EvidencePage(report, in: language).html.contains(sheet)) }
        let many = Self.tally(Array(repeating: signed, count: EvidenceTally.mostSignedReviews + 1))
        #expect(many.signedReviews.count == EvidenceTally.mostSignedReviews)
        #expect(many.count(.reviewsSigned) == EvidenceTally.mostSignedReviews + 1)
    }

    // MARK: Reports of others (T11, T38)

    @Test func `is missing where it rests on reports and none was filed, or the register cannot be read`() {
        #expect(lacks(.providerReports, [], records: []) == ["none was filed: reports of providers"])
        #expect(lacks(.bypassChecks, []) == ["none was filed: check for ways around the gate"])
        #expect(lacks(.bypassChecks, [], consoles: []) == [])
        #expect(lacks(.providerReports, [Self.filed(.providerReports)], isRead: false).count == 1)
        #expect(lacks(.providerReports, [Self.filed(.providerReports)]) == [])
        // The reports of one clause are none of another's.
        #expect(lacks(.providerReports, [Self.filed(.bypassChecks)], records: []).count == 1)
    }

    @Test func `is missing where the next report is overdue, in red with the word (T11)`() {
        let late = Self.filed(.providerReports, overdue: true)
        #expect(lacks(.providerReports, [late]).count == 1)
        let report = report([], register: RegisterEvidence([late]), reports: [.providerReports])
        let page = EvidencePage(report, in: .english).html
        #expect(page.contains("<span class=\"missing\">overdue</span>") && page.contains("한빛 &lt;b&gt;"))
        #expect(EvidencePage(report, in: .korean).html.contains("기한 지남(overdue)"))
        #expect(report.reportsCSV.contains("provider_reports,한빛 <b>,") && report.reportsCSV.contains(",overdue,"))
    }

    @Test func `is missing where the newest look around the gate failed, is too old, or left a console out (T38)`() {
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks)]) == [])
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks, outcome: "failed")]).count == 1)
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks, overdue: true)]).count == 1)
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks)], consoles: ["build", "fab"]).count == 1)
        // Which there are is not known.
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks)], consoles: nil).count == 1)
    }

    @Test func `is missing where the register and the records do not say the same of a report`() {
        let filed = Self.filed(.providerReports)
        let other = String(repeating: "cd", count: 32)
        #expect(lacks(.providerReports, [filed], records: [Self.change("filed")]) == [])
        // In the register alone, with another digest, or in the records alone.
        #expect(lacks(.providerReports, [filed], records: []).count == 1)
        #expect(lacks(.providerReports, [filed], records: [Self.change("filed", sha256: other)]).count == 1)
        // Taken out by the records, and put back into the register by nobody they know.
        #expect(
            lacks(.providerReports, [filed], records: [Self.change("filed"), Self.change("removed")]).count == 1)
        let lost = [Self.change("filed"), Self.change("filed", id: "r-2")]
        #expect(lacks(.providerReports, [filed], records: lost).count == 1)
        #expect(lacks(.providerReports, [filed], records: lost + [Self.change("removed", id: "r-2")]) == [])
        #expect(lacks(.bypassChecks, [Self.filed(.bypassChecks)], records: lost) == [])
    }

    @Test func `is not missing where the record of a filing was deleted after its time`() {
        let later = Self.record("login_ok", at: "2026-11-21T10:00:00.000+09:00")
        #expect(lacks(.providerReports, [Self.filed(.providerReports)], records: [later]) == [])
        let first = later.replacing(#""seq":7"#, with: #""seq":1"#)
        #expect(lacks(.providerReports, [Self.filed(.providerReports)], records: [first]).count == 1)
    }

    /// T18: also those of records of before, which name them all in one text.
    @Test(arguments: [
        #","applicant":"kim-7f3a","approver":"park-2c9d","writers":["kim-7f3a","lee-90aa"]"#,
        #","applicant":"kim-7f3a lee-90aa","approver":"park-2c9d""#,
    ])
    func `names everybody who wrote a policy that came into force`(fields: String) {
        let change = Self.tally([Self.record("policy_change", fields)]).policyChanges.first
        #expect(change?.author == "kim-7f3a lee-90aa" && change?.approver == "park-2c9d")
    }

    private static func change(
        _ change: String, id: String = "r-1", sha256: String = String(repeating: "ab", count: 32)
    ) -> String {
        record("report_change", #","change":"\#(change)","part":"provider","object":"\#(id)","after":"\#(sha256)""#)
    }

    private static func filed(
        _ register: EvidenceRegister, outcome: String? = nil, overdue: Bool = false
    ) -> ReportEvidence {
        ReportEvidence(
            register, id: "r-1", about: "한빛 <b>", file: "scan.pdf", sha256: String(repeating: "ab", count: 32),
            madeAt: "2026-11-20T10:00:00.000+09:00", nextDue: "2026-11-27T10:00:00.000+09:00", outcome: outcome,
            consoles: ["build"], filedBy: "hong-41c2", filedAt: RFC3339.parse("2026-11-20T10:00:00.000+09:00")!,
            overdue: overdue)
    }

    private func lacks(
        _ register: EvidenceRegister, _ reports: [ReportEvidence], consoles: [String]? = ["build"],
        isRead: Bool = true, records: [String]? = nil
    ) -> [String] {
        let evidence = RegisterEvidence(reports, consoles: consoles, isRead: isRead)
        return report([], records: records ?? [Self.change("filed")], register: evidence, reports: [register])
            .clauses[0].missing.map(\.en)
    }

    private static func tally(_ records: [String]) -> EvidenceTally {
        var tally = EvidenceTally(from: UnixTime(milliseconds: 0), to: UnixTime(milliseconds: 1 << 50))
        for line in records { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
        return tally
    }

    private func missing(
        _ needs: [EvidenceNeed], _ settings: [EvidenceSetting: SettingFact] = [:], records: [String] = [],
        reach: ClauseReach = .met, chain: ChainEvidence = ChainEvidence(whole: true)
    ) -> [Bilingual] {
        report(needs, settings, records: records, reach: reach, chain: chain).clauses[0].missing
    }

    private func report(
        _ needs: [EvidenceNeed], _ settings: [EvidenceSetting: SettingFact] = [:], records: [String] = [],
        reach: ClauseReach = .met, chain: ChainEvidence = ChainEvidence(whole: true),
        text: Bilingual = Bilingual(ko: "가", en: "a"), shown: [EvidenceSetting] = [],
        register: RegisterEvidence = RegisterEvidence(), reports: [EvidenceRegister] = []
    ) -> EvidenceReport {
        let tally = Self.tally(records)
        let clause = EvidenceClause(
            id: "A", party: .both, reach: reach, text: text, gateway: text, settings: shown, reports: reports,
            needs: needs)
        let profile = EvidenceProfile(id: "own", title: text, clauses: [clause])
        return EvidenceReport(profile, settings, tally: tally, chain: chain, register: register)
    }

    private static func decision(
        _ answer: String, _ rest: String = #","inputs":"whole""#, request: Int = 0,
        at time: String = "2026-11-20T10:00:00.000+09:00"
    ) -> String {
        record(
            "decision",
            #","request_id":"\#(String(repeating: "0", count: 31))\#(request)","method":"GET","action":"download","decision":"\#(answer)"\#(rest)"#,
            at: time)
    }

    private static func record(
        _ type: String, _ rest: String = "", at time: String = "2026-11-20T10:00:00.000+09:00"
    ) -> String {
        #"{"seq":7,"ts":"\#(time)","type":"\#(type)","outcome":"success"\#(rest),"hash":"ab"}"#
    }
}
