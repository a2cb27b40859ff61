import GatewayIdentity
import GatewayPolicy
import Testing

@testable import GatewayReview

/// Lines as a trail has them, with what matters here.
private enum Line {
    static let from = RFC3339.parse("2026-11-01T00:00:00+09:00") ?? UnixTime(seconds: 0)
    static let november = ReviewInterval.month.period(at: from)
    static let december = ReviewInterval.month.period(at: november.to)

    static func of(
        _ type: String, _ rest: String = "", at time: String = "2026-11-20T10:00:00.000+09:00",
        by account: String? = "smith-02d9", roles: String = #"["foreign_partner"]"#, request: Int? = nil
    ) -> String {
        let id = request.map { #","request_id":"\#(String(repeating: "0", count: 32 - "\($0)".count))\#($0)""# } ?? ""
        let who = account.map { #","account":"\#($0)","roles":\#(roles)"# } ?? ""
        return #"{"seq":7,"ts":"\#(time)","type":"\#(type)"\#(id)\#(who)\#(rest),"hash":"ab"}"#
    }

    static func decision(
        _ answer: String, _ rest: String = "", at time: String = "2026-11-20T10:00:00.000+09:00",
        by account: String? = "smith-02d9", roles: String = #"["foreign_partner"]"#, request: Int? = nil
    ) -> String {
        of(
            "decision",
            #","upstream":"build","grade":"sensitive","method":"GET","path":"/p-17/x/1","action":"download","decision":"\#(answer)"\#(rest)"#,
            at: time, by: account, roles: roles, request: request)
    }

    static func outcome(
        _ rest: String, at time: String = "2026-11-20T10:00:00.000+09:00", bytes: Int = 5, request: Int? = nil
    ) -> String {
        of(
            "access",
            #","upstream":"build","method":"GET","path":"/p-17/x/1","action":"download","bytes_out":\#(bytes),"decision":"permit"\#(rest)"#,
            at: time, request: request)
    }

    static let raisedAndRefused = [
        decision("permit", #","inputs":"whole""#, request: 1),
        // Refused before the policy was asked: no label, no inputs.
        decision("deny", #","reason":"session_expired","inputs":"none""#, request: 1),
        outcome(#","inputs":"earlier""#, bytes: 0, request: 1),
    ]
    static let raisedAndPermitted = [
        decision("permit", #","inputs":"whole""#, request: 2),
        decision("permit", #","inputs":"whole","label":"classified""#, request: 2),
        outcome(#","inputs":"earlier""#, request: 2),
    ]
    static let raisedAndAskedFor = [
        decision("permit", #","inputs":"whole""#, request: 3),
        decision("step_up", #","reason":"factor_missing","inputs":"whole","label":"classified""#, request: 3),
        outcome(#","inputs":"earlier""#, bytes: 0, request: 3),
    ]
    /// Both in one record, begun an hour before the month's end and ended two hours after.
    static let overMidnightAtAnOpenConsole =
        outcome(#","inputs":"whole","duration_ms":10800000"#, at: "2026-11-30T23:00:00.000+09:00", bytes: 7, request: 4)
    static let overMidnight = [
        decision("permit", #","inputs":"whole""#, at: "2026-11-30T23:00:00.000+09:00", request: 5),
        outcome(
            #","inputs":"earlier","duration_ms":10800000"#, at: "2026-12-01T02:00:00.000+09:00", bytes: 9, request: 5),
    ]

    static func access(_ lines: [String], _ period: ReviewPeriod = november) -> ReviewSheet {
        var tally = AccessTally(period)
        for line in lines { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
        return tally.sheet()
    }

    static func partners(
        _ lines: [String], _ people: ReviewedPeople = ReviewedPeople(), _ period: ReviewPeriod = november
    ) -> ReviewSheet {
        let policy = PolicyDefinition(
            roles: [RoleName("foreign_partner"): Role(kind: .external), RoleName("staff"): Role(kind: .member)])
        var tally = PartnerTally(period, of: people, under: policy)
        for line in lines { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
        return tally.sheet()
    }

    static func rows(_ sheet: ReviewSheet, _ section: SheetSection) -> [[String]] {
        sheet.tables.first { $0.section == section }?.rows ?? []
    }

    static func fact(_ sheet: ReviewSheet, _ name: String) -> String? {
        rows(sheet, .overview).first { $0.first == name }?.last
    }
}

@Suite struct `A review of access records counts requests` {
    @Test func `once where the answer counts as more, and as refused where that was refused`() {
        let sheet = Line.access(Line.raisedAndRefused + Line.raisedAndPermitted + Line.raisedAndAskedFor)
        #expect(Line.rows(sheet, .people).map { Array($0[1...4]) } == [["3", "1", "1", "5"]])
        #expect(Line.rows(sheet, .consoles).map { Array($0[2...5]) } == [["3", "1", "1", "5"]])
        #expect(["permitted", "step_up", "denied", "downloads"].map { Line.fact(sheet, $0) } == ["1", "1", "1", "1"])
        #expect(Line.rows(sheet, .denials) == [["session_expired", "1"]])
        #expect(Line.rows(sheet, .downloads).count == 1)
    }

    @Test func `and leaves no trace of a refused one among what was used`() {
        let admin = Line.raisedAndRefused.map {
            $0.replacing(#""action":"download""#, with: #""action":"admin""#).replacing("T10:", with: "T23:")
        }
        let sheet = Line.access(admin)
        #expect(Line.rows(sheet, .privileged).isEmpty && Line.rows(sheet, .offHours).isEmpty)
        #expect(Line.rows(Line.access(Array(admin.prefix(1))), .privileged).count == 1)
    }

    @Test func `of strangers each, where one record speaks of several, and none of them as a person`() {
        let several = Line.of(
            "decision", #","decision":"deny","reason":"no_client_certificate","inputs":"none","failures":40"#, by: nil)
        let sheet = Line.access([several, Line.decision("permit")])
        #expect(Line.fact(sheet, "denied") == "40")
        #expect(Line.rows(sheet, .denials) == [["no_client_certificate", "40"]])
        #expect(Line.fact(sheet, "persons") == "1")
        // Failures of logins are counted in a row: they are no number of records.
        let login = Line.access([Line.of("login_failed", #","reason":"factor_failed","failures":4"#)])
        #expect(Line.rows(login, .types) == [["login_failed", "1"]])
    }

    @Test func `in the period of the first decision, also where the next is in another`() {
        let late = [
            Line.decision("permit", at: "2026-11-30T23:59:59.900+09:00", request: 1),
            Line.decision("deny", #","reason":"default_deny""#, at: "2026-12-01T00:00:00.100+09:00", request: 1),
        ]
        let (november, december) = (Line.access(late), Line.access(late, Line.december))
        #expect(Line.fact(november, "denied") == "1" && Line.fact(november, "permitted") == "0")
        #expect(Line.fact(december, "denied") == "0" && Line.rows(december, .people).isEmpty)
    }

    @Test func `and their bytes where the exchange ended, so that none is lost at midnight`() {
        let lines = Line.overMidnight + [Line.overMidnightAtAnOpenConsole]
        let (november, december) = (Line.access(lines), Line.access(lines, Line.december))
        #expect(Line.rows(november, .people).map { Array($0[1...4]) } == [["1", "0", "1", "0"]])
        #expect(Line.rows(december, .people).map { Array($0[1...4]) } == [["1", "0", "1", "16"]])
    }

    @Test func `and names those approvals of a download that ran`() {
        let approvals =
            #","approvals":["#
            + [
                ("over", "2026-10-01", "2026-11-01"), ("name", "2026-11-01", "2026-12-01"),
                ("coming", "2026-11-21", "2026-12-01"),
            ]
            .map { #"{"name":"\#($0)","from":"\#($1)T00:00:00.000+09:00","to":"\#($2)T00:00:00.000+09:00"}"# }
            .joined(separator: ",") + "]"
        let sheet = Line.access([Line.decision("permit", approvals)])
        #expect(Line.rows(sheet, .downloads).map { $0[4] } == ["name"])
        var sketch = UsageSketch(of: PolicyDefinition(), over: Line.november)
        Array(Line.decision("permit", approvals).utf8).withUnsafeBytes { sketch.take($0) }
        #expect(sketch.approvals["smith-02d9"].map { Array($0.keys) } == ["name"])
    }
}

/// T90: the monthly report lists every grant and every use.
@Suite struct `The report on partners` {
    private static func change(_ change: String, object: String, to account: String) -> String {
        Line.of(
            "grant_change", #","change":"\#(change)","object":"\#(object)","recipient":"\#(account)""#, by: "hong-41c2",
            roles: "[]")
    }

    private static func grant(_ account: String, until to: String, endedAt: String? = nil) throws
        -> ReviewedPeople.GrantLine
    {
        ReviewedPeople.GrantLine(
            id: "g-" + account, account: AccountName(stored: account), organisation: "Meyer",
            consoles: [ConsoleID("build")],
            reference: "E-17", sponsor: AccountName(stored: "lee-90aa"),
            from: try #require(RFC3339.parse("2026-01-01T00:00:00+09:00")),
            to: try #require(RFC3339.parse(to)), state: "ended",
            endedAt: try endedAt.map { try #require(RFC3339.parse($0)) })
    }

    @Test func `tells of whoever held an external role at the time, whatever the account is by now (T90)`() {
        let sheet = Line.partners([
            Line.of("session_start"), Line.decision("permit"),
            // Removed: the account has no role, and knocks.
            Line.decision("deny", #","reason":"account_disabled""#, roles: "[]"),
            // The same person, staff by now, and somebody who always was.
            Line.decision("permit", roles: #"["staff"]"#),
            Line.decision("permit", by: "kim-7f3a", roles: #"["staff"]"#),
        ])
        let use = Line.rows(sheet, .partnerUse)
        #expect(
            use.map { Array($0[0...7]) } == [["smith-02d9", "build", "2026-11-20", "/p-17/x/…", "2", "1", "1", "1"]])
        #expect(Line.rows(sheet, .sessions) == [["smith-02d9", "2026-11-20", "1"]])
        #expect(Line.fact(sheet, "persons") == "1")
    }

    @Test func `tells of every change of a grant, also of one whose holder is gone (T90)`() {
        let sheet = Line.partners([
            Self.change("added", object: "E-17", to: "gone-1a2b"),
            Self.change("removed", object: "g1", to: "gone-1a2b"),
        ])
        #expect(Line.rows(sheet, .grantChanges).map { $0[1] } == ["gone-1a2b", "gone-1a2b"])
        #expect(Line.fact(sheet, "persons") == "1")
    }

    @Test func `lists grants that touch the month, also of people who were removed (T90)`() throws {
        let people = ReviewedPeople(grants: [
            try Self.grant("gone-1a2b", until: "2027-01-01T00:00:00+09:00", endedAt: "2026-11-28T00:00:00+09:00"),
            try Self.grant("long-2b3c", until: "2027-01-01T00:00:00+09:00", endedAt: "2026-10-28T00:00:00+09:00"),
            try Self.grant("past-3c4d", until: "2026-11-01T00:00:00+09:00"),
        ])
        #expect(people.partners(during: Line.november).map(\.text) == ["gone-1a2b"])
        let sheet = Line.partners([Line.decision("deny", by: "gone-1a2b", roles: "[]")], people)
        #expect(Line.rows(sheet, .grants).map { $0[1] } == ["gone-1a2b"])
        #expect(Line.rows(sheet, .partnerUse).map { $0[0] } == ["gone-1a2b"])
        #expect(Line.fact(sheet, "persons") == "1" && Line.fact(sheet, "grants") == "1")
    }

    @Test func `counts a request once, and as refused where its answer was`() {
        let sheet = Line.partners(Line.raisedAndRefused + Line.raisedAndPermitted + Line.raisedAndAskedFor)
        #expect(Line.rows(sheet, .partnerUse).map { Array($0[4...]) } == [["3", "1", "1", "1", "5"]])
    }

    @Test func `counts bytes where the exchange ended, so that none is lost at midnight`() {
        let lines = Line.overMidnight + [Line.overMidnightAtAnOpenConsole]
        let december = Line.partners(lines, ReviewedPeople(), Line.december)
        #expect(
            Line.rows(Line.partners(lines), .partnerUse).map { Array($0[2...]) } == [
                ["2026-11-30", "/p-17/x/…", "1", "1", "0", "1", "0"]
            ])
        #expect(
            Line.rows(december, .partnerUse).map { Array($0[2...]) } == [
                ["2026-12-01", "/p-17/x/…", "1", "1", "0", "1", "16"]
            ])
    }

    @Test func `of a provider's support has what the approval opened and its end cut off (T101)`() {
        let account = AccountName(stored: "smith-02d9")
        func taken(_ period: ReviewPeriod) -> [Bool] {
            var bundle = BundleTally(period, of: account)
            return Line.overMidnight.map { line in Array(line.utf8).withUnsafeBytes { bundle.take($0) } }
        }
        #expect(taken(Line.november) == [true, true])
        #expect(taken(Line.december) == [false, true])
    }
}
