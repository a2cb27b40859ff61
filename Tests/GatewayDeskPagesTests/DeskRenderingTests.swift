import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// Every page of the desk with a person, a partner, a lock, a request and a record in it.
private func everyPage(in language: String, marked mark: String = "", as role: String = "security_admin") async throws
    -> [(path: String, response: LocalResponse)]
{
    let line =
        #"{"seq":7,"ts":"2026-11-22T10:00:00.000+09:00","event_id":"0123456789abcdef0123456789abcdef","type":"access","outcome":"denied","account":"kim-7f3a","src_ip":"203.0.113.77","upstream":"notice","method":"GET","path":"/x\#(mark.jsonEscaped)","user_agent":"y\#(mark.jsonEscaped)"}"#
    let record = Array(line.utf8).withUnsafeBytes { ParsedRecord(line: $0) }
    let hall = try await DeskHall(
        records: RecordPage(records: [record].compactMap(\.self), next: "1-200"), workshop: HallWorkshop(mark: mark),
        live: HallConnections(mark: mark))
    try await hall.addKim(mark)
    try await hall.addPartner(mark)
    let administration = hall.access.administration
    _ = try await administration.addLock(.organisation("Elsewhere" + mark), until: nil, DeskHall.mandate)
    _ = try await administration.request(
        NewAccount(
            name: AccountName(stored: "choi-55cc"), displayName: "Choi" + mark, roles: [RoleName("staff")],
            organisation: "Hanbit" + mark), DeskHall.mandate)
    _ = try await administration.bind(Sample.certificate(), to: AccountName(stored: "kim-7f3a"), DeskHall.mandate)
    var paths =
        MenuPlace.allCases.map(\.path) + [.console(ConsoleID("notice")), .person(AccountName(stored: "kim-7f3a"))]
    paths += [.person(AccountName(stored: "zhang-77aa")), .approval(.one(try await hall.askForGrant(mark).id))]
    let draft = try await hall.propose("more.yaml", "# \(mark)\nversion: 1\n")
    paths += [.policy(.version(1)), .policy(.draft(draft.id))]
    if role == "security_admin" {
        paths += [.newPerson, .newLock, .newGrant, .liftLock("1"), .endGrant("1"), .endSession("1")]
        paths += [.policy(.new), .policy(.edit(draft.id))]
        paths += PolicyDraftOrderKind.allCases.map { .policy(.draftOrder($0, draft.id)) }
        paths += PolicyVersionOrderKind.allCases.map { .policy(.versionOrder($0, 1)) }
        paths += [.approval(.new), .approval(.newGrant), .partner(.offBoard)]
        paths += ApprovalOrderKind.allCases.map { .approval(.order($0, "1")) }
        paths += GrantOrderKind.allCases.map { .grantOrder($0, "1") }
        paths += PersonOrderKind.allCases.map { .personOrder($0, AccountName(stored: "kim-7f3a")) }
        paths += [
            .record("0123456789abcdef0123456789abcdef"), .unmaskRecord("0123456789abcdef0123456789abcdef"),
            .exportRecords,
            .decide(.approve, "1"), .decide(.reject, "1"), .decideReset(.approve, "1"), .decideReset(.cancel, "1"),
        ]
    }
    var pages: [(path: String, response: LocalResponse)] = []
    for path in paths {
        let visitor = hall.visitor("lee-90aa", roles: [role])
        pages.append((path.text, await hall.get(path.text, language: language, as: visitor)))
    }
    pages.append(
        (
            "one partner",
            await hall.get("/partners", query: "organisation=Partner" + mark.formEncoded, language: language)
        ))
    pages.append(("not found", await hall.get("/nothing", language: language)))
    pages.append(("refused", await hall.get("/", language: language, as: hall.visitor(roles: ["staff"]))))
    pages.append(("a wrong form", await hall.post("/new-lock", "kind=certificate&target=abc&reason=x")))
    return pages
}

@Suite struct `Every page of the desk` {
    @Test(arguments: ["ko", "en"], ["security_admin", "auditor"])
    func `is whole, in its language, and made for keyboards and screen readers`(language: String, role: String)
        async throws
    {
        for (path, response) in try await everyPage(in: language, as: role) {
            let text = response.text
            #expect([200, 403, 404, 422].contains(response.status), "\(path)")
            #expect(!text.contains("{{") && !text.contains("}}"), "\(path)")
            #expect(path == "a wrong form" || text.contains("<html lang=\"\(language)\">"), "\(path)")
            #expect(text.matches(of: /<h1>/).count == 1, "\(path): one heading of the first order")
            for landmark in ["<header ", "<main ", "<footer "] {
                #expect(text.matches(of: try Regex(landmark)).count == 1, "\(path): \(landmark)")
            }
            #expect(text.contains("href=\"#main\""), "\(path): a way past the menu")
            let ids = text.matches(of: /\ id="([^"]*)"/).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count, "\(path): no id twice")
            for field in text.matches(of: /<(?:input|select|textarea) id="([^"]+)"/) {
                #expect(text.contains("<label for=\"\(field.output.1)\">"), "\(path): \(field.output.1) has a label")
            }
            for reference in text.matches(of: /aria-(?:labelledby|describedby)="([^"]+)"/) {
                for id in reference.output.1.split(separator: " ") {
                    #expect(ids.contains(String(id)), "\(path): \(id) is there")
                }
            }
            for form in text.matches(
                of: /<form [^>]*method="post"[^>]*>\s*<input type="hidden" name="form_token" value="([^"]*)"/)
            {
                #expect(form.output.1 == DeskHall.token, "\(path)")
            }
        }
    }

    @Test(arguments: ["ko", "en"])
    func `runs nothing of its own within the page, and frames nothing`(language: String) async throws {
        for (path, response) in try await everyPage(in: language) {
            let policy = response.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
            #expect(policy.contains("form-action 'self' \(DeskHall.gate)"), "\(path)")
            #expect(response.header("Cache-Control") == "no-store", "\(path)")
            let scripts = response.text.matches(
                of: /<script src="\/\.gwanmun\/assets\/(script|policy|live)\.[0-9a-f]+\.js" defer><\/script>/)
            #expect(response.text.matches(of: /<script/).count == scripts.count, "\(path): files of ours alone")
            #expect(scripts.count == 1 || path.hasPrefix("/policies") || path == "/live", "\(path)")
            #expect(response.text.firstMatch(of: /\ style=|\ on[a-z]+=|<style|javascript:/) == nil, "\(path)")
        }
    }

    /// Names, reasons and references are typed by people, and some by strangers.
    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</textarea><b>",
        "\u{202E}gnp.exe\u{202C}", "\u{2066}\u{2067}x", "\"\u{301}\u{20DD} autofocus onfocus=alert(1)", "{{heading}}",
        "&lt;b&gt;", "a\u{200F}b",
    ])
    func `shows hostile names as text`(mark: String) async throws {
        let calm = try await everyPage(in: "en")
        let marked = try await everyPage(in: "en", marked: mark)
        for ((path, before), (_, after)) in zip(calm, marked) {
            #expect(Self.tags(before.text) == Self.tags(after.text), "\(path)")
            for scalar in after.text.unicodeScalars {
                #expect(
                    !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value), "\(path)")
            }
        }
    }

    /// The tags of a page with their attributes, but for what differs by itself: values, links and times.
    private static func tags(_ text: String) -> [String] {
        text.matches(of: /<[^>]*>/).map {
            String($0.output).replacing(/"[^"]*"/, with: "\"\"")
        }
    }

    @Test func `hides from auditors what they need not know`() async throws {
        let pages = try await everyPage(in: "ko", as: "auditor")
        let all = pages.filter { !["not found", "refused", "a wrong form"].contains($0.path) }.map(\.response.text)
            .joined()
        #expect(!all.contains("203.0.113.77") && all.contains("203.0.*.*"))
        #expect(!all.contains("김하늘") && all.contains("김*늘"))
        let records = try #require(try await everyPage(in: "ko").first { $0.path == "/records" })
        #expect(records.response.text.contains("203.0.113.77"))
    }
}

extension String {
    /// As it stands within a JSON string. By scalars: a quote with a combining mark is a quote.
    fileprivate var jsonEscaped: String {
        unicodeScalars.map { "\"\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}

@Suite struct `What is masked` {
    /// ISMS-P 2.6.3: `홍*동`.
    @Test(arguments: [
        ("홍길동", "홍*동"), ("김하", "김*"), ("남궁하늘", "남**늘"), ("Kim Haneul", "K*m H****l"), ("A", "*"), ("", ""),
    ])
    func `of a name is its middle`(name: String, shown: String) {
        #expect(Masking.name(name) == shown)
    }
}

@Suite struct `The addresses of the desk` {
    @Test func `are read as they are written`() {
        let name = AccountName(stored: "kim-7f3a")
        var paths = MenuPlace.allCases.map(\.path) + [.newPerson, .newLock, .newGrant, .person(name), .endSession("a")]
        paths += PersonOrderKind.allCases.map { .personOrder($0, name) }
        paths += [.decide(.approve, "1"), .decideReset(.cancel, "2"), .liftLock("3"), .endGrant("4")]
        paths += [.policy(.new), .policy(.examine), .policy(.version(7)), .policy(.draft("d")), .policy(.edit("d"))]
        paths += PolicyDraftOrderKind.allCases.map { .policy(.draftOrder($0, "d")) }
        paths += PolicyVersionOrderKind.allCases.map { .policy(.versionOrder($0, 7)) }
        for path in paths { #expect(DeskPath(path.text) == path) }
        #expect(DeskPages.owns(path: "/") && DeskPages.owns(path: "/apis"))
        #expect(!DeskPages.owns(path: "/api/v1/users") && !DeskPages.owns(path: "/scim/v2/Users"))
    }
}

@Suite struct `The records page` {
    @Test func `asks for what was typed, records that it asked, and leads on from where it stopped`() async throws {
        let hall = try await DeskHall(records: RecordPage(records: [], next: "1-4096"))
        let page = await hall.get(
            "/records",
            query: "person=kim-7f3a&outcome=denied&reason_code=zone_denied&from=2026-11-22T09%3A00&place=2-77")
        let query = try #require(hall.records.queries.first)
        #expect(
            query.criteria.person == "kim-7f3a" && query.criteria.outcome == .denied
                && query.criteria.reason == "zone_denied")
        #expect(query.criteria.from == RFC3339.parse("2026-11-22T09:00:00+09:00") && query.place == "2-77")
        #expect(page.text.contains("/records?person=kim-7f3a&amp;outcome=denied"))
        #expect(page.text.contains("place=1-4096"))
        let event = try #require(hall.record.events(.recordsRead).first)
        #expect(event.details["filter"]?.count == 64 && !event.details.values.contains { $0.contains("kim") })
    }

    @Test func `takes addresses and identifiers as they are typed, and says which is none`() async throws {
        let hall = try await DeskHall()
        let id = String(repeating: "aB", count: 16)
        _ = await hall.get("/records", query: "address=%3A%3Affff%3A203.0.113.77&request_id=\(id)&event_id=\(id)")
        let criteria = try #require(hall.records.queries.first).criteria
        #expect(criteria.address == "203.0.113.77")
        #expect(criteria.requestID == id.lowercased() && criteria.eventID == id.lowercased())
        for query in ["address=here", "request_id=12", "event_id=x", "session=12"] {
            #expect(await hall.get("/records", query: query).status == 422)
        }
        #expect(hall.records.queries.count == 1)
    }

    @Test func `does not say that a record is missing where nobody could look`() async throws {
        let hall = try await DeskHall(records: RecordPage(records: [], next: nil, unread: ["segment 7 <is> damaged"]))
        let path = "/records/" + String(repeating: "ab", count: 16)
        let page = await hall.get(path)
        #expect(page.status == 503 && page.text.contains("segment 7 &lt;is&gt; damaged"))
        let unmasked = await hall.post(path + "/unmask", "reason=incident+17", as: hall.auditor)
        #expect(unmasked.status == 503)
        #expect(hall.record.events(.recordUnmasked).isEmpty)
    }

    @Test func `says what is wrong with a time`() async throws {
        let hall = try await DeskHall()
        #expect(await hall.get("/records", query: "from=yesterday").status == 422)
        #expect(hall.records.queries.isEmpty)
    }
}

@Suite struct `The list of people` {
    @Test func `is searched, and cut into pages of fifty`() async throws {
        let hall = try await DeskHall()
        for number in 100..<155 {
            _ = try await hall.access.administration.add(
                NewAccount(
                    name: AccountName(stored: "worker-\(number)"), displayName: "W \(number)",
                    roles: [RoleName("staff")],
                    organisation: "Hanbit"), DeskHall.mandate)
        }
        let first = await hall.get("/people")
        #expect(first.text.contains("1 to 50 of 55") && first.text.contains("worker-149"))
        #expect(!first.text.contains("worker-150") && first.text.contains("/people?page=2"))
        let second = await hall.get("/people", query: "page=2")
        #expect(second.text.contains("worker-154") && !second.text.contains("worker-149"))
        for nonsense in ["page=0", "page=-3", "page=99999999999999999999", "page=x"] {
            #expect(await hall.get("/people", query: nonsense).status == 200)
        }
        let found = await hall.get("/people", query: "q=w+120&role=staff&state=active")
        #expect(found.text.contains("worker-120") && !found.text.contains("worker-121"))
        #expect(await hall.get("/people", query: "state=disabled").text.contains("Nobody fits."))
    }
}
