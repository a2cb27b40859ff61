import GatewayIdentity
import GatewayPages
import Testing

/// Every page there is, as (name, response), for one language and one set of values.
func everyPage(in language: String, of theatre: Theatre = Theatre()) async throws -> [(
    name: String, response: LocalResponse
)] {
    var pages: [(name: String, response: LocalResponse)] = []
    let to = "to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fproject"
    func add(_ name: String, _ services: ServicesDouble, _ request: LocalRequest, _ visitor: PageVisitor) async throws {
        let responder = try PageResponder.forTests(services, site: theatre.site)
        pages.append((name, await responder.respond(to: request, from: visitor)))
    }
    let stranger = theatre.visitor(session: nil)
    let member = theatre.visitor(session: Scenery.session)
    let token = "form_token=\(Scenery.session.formToken)"
    try await add("login", theatre.services(), .page("/.gwanmun/login", query: to, language: language), stranger)
    try await add(
        "login failed", theatre.services(outcome: .refused),
        .form("/.gwanmun/login", "totp=123456&" + to, language: language), stranger)
    try await add(
        "login, another session", theatre.services(outcome: .otherSessionOpen),
        .form("/.gwanmun/login", "totp=1", language: language), stranger)
    try await add(
        "login without factor", theatre.services(requirement: .enrolment),
        .page("/.gwanmun/login", query: "why=idle", language: language), stranger)
    try await add(
        "login, factor not offered",
        theatre.services(
            requirement: .factors(NeededFactors(kinds: [.password], recoveryCodeAllowed: false, isStepUp: true))),
        .page("/.gwanmun/login", query: to, language: language), member)
    for kind in [SignInQuestion.Kind.proof, .change, .changePrompts] {
        let asked = SignInOutcome.asksMore(
            Scenery.question(kind, [theatre.word("Token")], notices: [theatre.word("Look")]))
        try await add(
            "question \(kind)", theatre.services(outcome: asked),
            .form("/.gwanmun/login", "password=x&" + to, language: language), stranger)
    }
    try await add(
        "new passwords differ", theatre.services(),
        .form("/.gwanmun/login/answer", "conversation=c&new_password=a&repeat_password=b", language: language), stranger
    )
    try await add(
        "question over", theatre.services(outcome: .over),
        .form("/.gwanmun/login/answer", "conversation=c&answer_1=a", language: language), stranger)
    for (name, needed) in [
        ("login, security key", NeededFactors(kinds: [.webauthn], recoveryCodeAllowed: false, isStepUp: true)),
        (
            "login, key or code",
            NeededFactors(kinds: [.totp], securityKeyAllowed: true, recoveryCodeAllowed: true, isStepUp: false)
        ),
        (
            "login, no key that will do",
            NeededFactors(kinds: [.webauthn], lacksSecurityKey: true, recoveryCodeAllowed: false, isStepUp: true)
        ),
    ] {
        try await add(
            name, theatre.services(requirement: .factors(needed)),
            .page("/.gwanmun/login", query: to, language: language), member)
    }
    try await add(
        "security key", theatre.services(), .form("/.gwanmun/enrol", "code=abcd&kind=key", language: language), stranger
    )
    try await add("security key, added", theatre.services(), .page("/.gwanmun/me/keys", language: language), member)
    try await add("welcome", theatre.services(), .page("/.gwanmun/welcome", query: to, language: language), member)
    try await add("account", theatre.services(), .page("/.gwanmun/me", language: language), member)
    try await add(
        "session ended", theatre.services(),
        .form("/.gwanmun/me/end-session", token + "&session=abc", language: language), member)
    try await add("enrolment", theatre.services(), .page("/.gwanmun/enrol", language: language), stranger)
    try await add("offer", theatre.services(), .form("/.gwanmun/enrol", "code=abcd", language: language), stranger)
    try await add(
        "offer, wrong code", theatre.services(end: .refused),
        .form("/.gwanmun/enrol/confirm", "pending=p&digits=6&totp=1", language: language), stranger)
    try await add(
        "recovery", theatre.services(),
        .form("/.gwanmun/enrol/confirm", "pending=p&digits=6&totp=1", language: language), stranger)
    try await add("signed out", theatre.services(), .form("/.gwanmun/logout", token, language: language), member)
    try await add("terminal", theatre.services(), .page("/.gwanmun/terminal", language: language), member)
    try await add("terminal code", theatre.services(), .form("/.gwanmun/terminal", token, language: language), member)
    try await add("not found", theatre.services(), .page("/.gwanmun/nothing", language: language), stranger)
    let responder = try PageResponder.forTests(theatre.services(), site: theatre.site)
    for reason in Reason.allCases {
        let refusal = Refusal(reason, factors: [.totp], retryAfter: .seconds(90), remedies: { .every })
        let visitor = theatre.visitor(standing: .problem(reason, theatre.certificate), host: Scenery.fab)
        // Not a fetch, so that even a missing session gets a page and not a redirect.
        pages.append(
            (reason.rawValue, responder.refuse(refusal, to: .form("/x", "", language: language), from: visitor)))
        pages.append(
            (
                "\(reason.rawValue) to a person",
                responder.refuse(refusal, to: .form("/x", "", language: language), from: member)
            ))
    }
    return pages
}

/// Every value that a page may show, decorated by `mark`.
struct Theatre {
    var mark = ""

    func word(_ text: String) -> String { text + mark }

    var certificate: ClientCertificate { Scenery.certificate(subject: word("CN=김하늘"), days: 3) }
    var site: Site { Scenery.site(contact: word("02-0000-0000"), consoleName: word("팹 콘솔")) }

    func visitor(standing: CertificateStanding? = nil, host: PageHost = .gate, session: OpenSession? = nil)
        -> PageVisitor
    {
        let person = Scenery.person(name: word("김하늘"), account: word("kim-7f3a"), certificate: certificate)
        return Scenery.visitor(standing ?? .verified(person), host: host, session: session)
    }

    func services(
        requirement: SignInRequirement = .factors(ServicesDouble.totpNeeded),
        outcome: SignInOutcome = .accepted(ServicesDouble.signedIn),
        end: EnrolmentEnd? = nil
    ) -> ServicesDouble {
        let notice = SignInNotice(
            lastSignIn: PastVisit(
                at: Scenery.now, place: word("internal"), userAgent: word("Firefox/1 "), succeeded: true),
            failuresSince: 3)
        let offer = ServicesDouble.offer
        return ServicesDouble(
            requirement: requirement, outcome: outcome,
            overview: ServicesDouble.overview(place: word("internal"), userAgent: word("x"), notice: notice),
            notice: notice,
            start: .begun(
                PendingEnrolment(word("pending")),
                TOTPOffer(
                    uri: word(offer.uri), secret: word(offer.secret), digits: 6, periodSeconds: 30,
                    algorithm: word("SHA1"))),
            end: end ?? .enrolled(recoveryCodes: [word("aaaa-bbbb")]))
    }
}

@Suite struct `Every page` {
    @Test(arguments: ["ko", "en"])
    func `renders whole in its language, without an open tag of the templates`(language: String) async throws {
        for (name, response) in try await everyPage(in: language) {
            #expect(response.header("Content-Type") == "text/html; charset=utf-8", "\(name)")
            #expect(response.text.hasPrefix("<!doctype html>\n<html lang=\"\(language)\">"), "\(name)")
            #expect(response.text.contains("</html>"), "\(name)")
            #expect(!response.words.contains("{{") && !response.words.contains("}}"), "\(name)")
            #expect(!response.text.contains("Optional("), "\(name)")
            #expect(!response.text.contains("<p></p>") && !response.text.contains("<h1 id=\"title\"></h1>"), "\(name)")
        }
    }

    @Test func `speaks one language at a time`() async throws {
        for (name, response) in try await everyPage(in: "en", of: Theatre()) {
            // The name of the product, the ways to Korean, what the site itself is called and what somebody calls their
            // devices are Korean on purpose.
            let korean = [
                "<span lang=\"ko\">관문</span>", ">한국어</a>", ">한국어</option>", "김하늘", "팹 콘솔", "한빛반도체", "사내 공지",
                "내 휴대전화", "옛 휴대전화",
            ]
            let rest = korean.reduce(response.words) { $0.replacing($1, with: "") }
            #expect(!rest.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(name)")
        }
    }

    @Test(arguments: [
        "\"><script>alert(1)</script>", "'onfocus='alert(1)", "\"\u{301}onfocus=\"alert(1)", "</title><b>",
        "<\u{338}img src=x>", "&lt;",
    ])
    func `shows what others wrote as text, never as markup`(canary: String) async throws {
        let raw = Array(("zq" + canary).utf8)
        for (name, response) in try await everyPage(in: "en", of: Theatre(mark: "zq" + canary)) {
            #expect(response.body.firstRange(of: raw) == nil, "\(name)")
            // The contact stands at the foot of every page.
            #expect(response.body.firstRange(of: Array("<dd>02-0000-0000zq".utf8)) != nil, "\(name)")
        }
    }

    @Test func `escapes a quote even when a combining mark hides it`() async throws {
        let theatre = Theatre(mark: "\"\u{301} autofocus onfocus=alert(1) x=\"")
        let responder = try PageResponder.forTests(theatre.services(), site: theatre.site)
        let page = await responder.respond(to: .form("/.gwanmun/enrol", "code=abcd"), from: theatre.visitor())
        #expect(page.text.unicodeScalars.contains { $0 == "\u{301}" })
        #expect(page.text.contains("value=\"pending&quot;\u{301} autofocus onfocus=alert(1) x=&quot;\">"))
    }

    @Test func `shows a bidirectional override or a control character as a replacement`() async throws {
        let theatre = Theatre(mark: "\u{202E}gnp\u{7}")
        let responder = try PageResponder.forTests(theatre.services(), site: theatre.site)
        let page = await responder.respond(to: .page("/.gwanmun/login"), from: theatre.visitor())
        #expect(page.text.contains("\u{FFFD}gnp\u{FFFD}"))
        #expect(!page.text.unicodeScalars.contains("\u{202E}"))
    }

    @Test(arguments: ["ko", "en"])
    func `refers to nothing outside`(language: String) async throws {
        let ours = [
            "https://gate.gw.localhost:8443", "https://notice.gw.localhost:8443", "https://build.gw.localhost:8443",
            "https://fab.gw.localhost:8443",
        ]
        for (name, response) in try await everyPage(in: language) {
            let rest = ours.reduce(response.text) { $0.replacing($1, with: "") }
            #expect(!rest.contains("://") && !rest.contains("src=\"//") && !rest.contains("href=\"//"), "\(name)")
        }
    }

    @Test func `has nothing inline for a script or a style`() async throws {
        for (name, response) in try await everyPage(in: "ko") {
            #expect(!response.text.contains("<style") && !response.text.contains(" style=\""), "\(name)")
            let scripts = response.text.ranges(of: "<script").count
            #expect(scripts >= 1, "\(name)")
            #expect(
                response.text.ranges(of: /<script src="\/\.gwanmun\/assets\/[a-z-]+\.[0-9a-f]+\.js" defer><\/script>/)
                    .count
                    == scripts, "\(name)")
            #expect(response.text.firstMatch(of: /<[a-z][^>]* on[a-z]+=/) == nil, "\(name)")
        }
    }

    @Test func `labels every input and names its language`() async throws {
        for (name, response) in try await everyPage(in: "ko") {
            for input in response.text.matches(of: /<input([^>]*)>/) where !input.output.1.contains("type=\"hidden\"") {
                let id = try #require(input.output.1.firstMatch(of: /id="([a-z_0-9]+)"/)?.output.1, "\(name)")
                #expect(response.text.contains("<label for=\"\(id)\">"), "\(name): \(id)")
            }
            #expect(response.text.ranges(of: "<h1").count == 1, "\(name)")
            #expect(response.text.contains("<a class=\"skip\" href=\"#main\">"), "\(name)")
        }
    }
}

extension LocalResponse {
    /// The page without the documents that it carries for its script.
    fileprivate var words: String { text.replacing(/data-options="\{[^"]*"/, with: "") }
}

extension [PersonalRemedy] {
    static var every: Self {
        [
            .showCertificate, .verify([.totp, .webauthn]), .useApprovedNetwork, .useApprovedCountry,
            .useDesignatedDevice,
            .wait(until: Scenery.now, hours: [.office]), .signPledge, .takeTraining, .joinHandlers, .askForGrant,
            .askForApproval, .applyForRights, .waitForUnlock,
        ]
    }
}

extension PermittedHours {
    static var office: Self { .init(days: [1, 2, 3, 4, 5], minutes: [480..<1140], offsetMinutes: 540) }
}
