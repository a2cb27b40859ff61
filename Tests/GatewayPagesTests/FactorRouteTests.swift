import GatewayIdentity
import GatewayPages
import Testing

@Suite struct `One's own authenticators on my page` {
    private let token = "form_token=\(Scenery.session.formToken)"
    private let visitor = Scenery.visitor(session: Scenery.session)

    @Test(arguments: [
        (
            Language.korean,
            [
                "내 휴대전화", "첫 코드 입력 대기", "분실 신고됨", "교체됨(새 인증 수단: 내 휴대전화)", "교체할 인증 수단", "별도 기기(본인 신고)",
                "접근 허용 기간이 7일 남았습니다.", "인증서가 20일 뒤 만료됩니다.",
            ]
        ),
        (
            .english,
            [
                "In use", "Waiting for its first code", "Reported lost", "Replaced by 내 휴대전화", "In place of",
                "Your access period ends in 7 days.",
            ]
        ),
    ])
    func `are shown with names, states and history, in both languages`(language: Language, words: [String]) async throws
    {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(.verified(Scenery.person(language: language)), session: Scenery.session)
        let page = await responder.respond(to: .page("/.gwanmun/me"), from: visitor)
        #expect(page.status == 200)
        for word in words { #expect(page.text.contains(word), "\(word)") }
        #expect(page.text.contains("E-2026-17") && page.text.contains("2f0a91c47b"))
    }

    @Test func `are changed by its forms`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        for (path, fields, words) in [
            ("factors/confirm", "&factor=hotp-1&code=755+224", "토큰을 등록했습니다."),
            ("factors/rename", "&factor=totp-1&name=%EC%83%88+%EC%A0%84%ED%99%94", "이름을 바꿨습니다."),
            ("factors/lost", "&factor=totp-1", "분실을 신고했습니다."),
            ("factors/remove", "&factor=totp-1", "인증 수단을 삭제했습니다."),
        ] {
            let page = await responder.respond(to: .form("/.gwanmun/me/" + path, token + fields), from: visitor)
            #expect(page.status == 200 && page.text.contains(words), "\(path)")
        }
        let (app, token1) = (FactorHandle("totp-1"), FactorHandle("hotp-1"))
        #expect(
            services.calls == [.confirmToken(token1, "755224"), .rename(app, "새 전화"), .lost(app), .remove(app)])
    }

    @Test(arguments: [("ko", "8개까지"), ("en", "eight apps and tokens")])
    func `are not begun where there are as many as may be, and the page says so`(
        language: String, words: String
    ) async throws {
        let page = await (try PageResponder.forTests(ServicesDouble(change: .lastOne))).respond(
            to: .form("/.gwanmun/me/factors/add", token + "&name=phone", language: language), from: visitor)
        #expect(page.status == 200 && page.text.contains(words))
    }

    @Test func `begin with the secret, once, and what its owner declares`() async throws {
        let services = ServicesDouble()
        let page = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/me/factors/add", token + "&name=phone&separate=yes"), from: visitor)
        #expect(page.text.contains("<svg class=\"qr\"") && page.header("Cache-Control")?.contains("no-store") == true)
        #expect(services.calls == [.beginApp(FactorDeclaration(name: "phone", isSeparateDevice: true))])
    }

    @Test(arguments: [
        ("/.gwanmun/me", "ko", "없음(기존 인증 수단을 그대로 두고 추가)"), ("/.gwanmun/me", "en", "None: add it to what I have"),
        ("/.gwanmun/me/keys", "ko", "없음(기존 인증 수단을 그대로 두고 추가)"),
        ("/.gwanmun/me/keys", "en", "None: add it to what I have"),
    ])
    func `may be put in place of those in use, locked or lost, and of none unless chosen`(
        path: String, language: String, none: String
    ) async throws {
        let page = await (try PageResponder.forTests()).respond(to: .page(path, language: language), from: visitor)
        let choice = try #require(page.text.firstMatch(of: /<select id="replaces"[^>]*>(.*)<\/select>/)?.output.1)
        #expect(choice.matches(of: /value="([^"]*)"/).map(\.output.1) == ["", "totp-1", "totp-0"])
        #expect(choice.hasPrefix("<option value=\"\">\(none)</option>"))
        #expect(page.text.contains("<label for=\"replaces\">"))
    }

    @Test func `begin in place of another, and of none that is not theirs`() async throws {
        let services = ServicesDouble()
        let declaration = FactorDeclaration(name: "phone", isSeparateDevice: false)
        for (field, old) in [("totp-1", FactorHandle("totp-1")), ("", nil)] {
            let page = await (try PageResponder.forTests(services)).respond(
                to: .form("/.gwanmun/me/factors/add", token + "&name=phone&replaces=" + field), from: visitor)
            #expect(page.status == 200)
            #expect(services.calls.last == .beginApp(declaration, inPlaceOf: old))
        }
        let refused = await (try PageResponder.forTests(ServicesDouble(change: .notPossible))).respond(
            to: .form("/.gwanmun/me/factors/add", token + "&name=phone&replaces=totp-9"), from: visitor)
        #expect(refused.status == 400)
    }

    @Test(arguments: ["factors/add", "factors/remove", "factors/confirm"])
    func `ask for a fresh code first`(path: String) async throws {
        let responder = try PageResponder.forTests(ServicesDouble(change: .freshFactorNeeded))
        let answer = await responder.respond(
            to: .form("/.gwanmun/me/" + path, token + (path == "factors/add" ? "" : "&factor=totp-1")), from: visitor)
        #expect(answer.header("Location")?.contains("/.gwanmun/login?fresh=yes") == true)
    }

    @Test func `stay when they are the last`() async throws {
        let responder = try PageResponder.forTests(ServicesDouble(change: .lastOne))
        let page = await responder.respond(
            to: .form("/.gwanmun/me/factors/remove", token + "&factor=totp-1"), from: visitor)
        #expect(page.text.contains("마지막 인증 수단은 삭제할 수 없습니다."))
    }

    @Test func `speak the language that is chosen, here and wherever the person goes`() async throws {
        let services = ServicesDouble()
        let answer = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/me/language", token + "&language=en"), from: visitor)
        #expect(answer.status == 303)
        #expect(answer.header("Set-Cookie")?.hasPrefix("__Host-gwanmun-lang=en") == true)
        #expect(services.calls == [.language(.english)])
    }
}

@Suite struct `A reset of factors on the pages` {
    private let reset = ResetSummary(askedAt: Scenery.now - .seconds(3600), effectiveAt: nil)

    @Test(arguments: [(Language.korean, "승인을 기다리고 있습니다"), (.english, "waits for approval")])
    func `is told at the login before any factor, with the press that stops it`(language: Language, words: String)
        async throws
    {
        let services = ServicesDouble(openReset: reset)
        let responder = try PageResponder.forTests(services)
        let visitor = Scenery.visitor(.verified(Scenery.person(language: language)))
        let page = await responder.respond(to: .page("/.gwanmun/login"), from: visitor)
        #expect(page.text.contains(words) && page.text.contains("action=\"/.gwanmun/cancel-reset\""))
        let answer = await responder.respond(to: .form("/.gwanmun/cancel-reset", ""), from: visitor)
        #expect(answer.status == 200)
        #expect(services.calls.contains(.cancelReset))
    }

    @Test func `is stopped from no other site, and by nobody without the certificate`() async throws {
        let services = ServicesDouble(openReset: reset)
        let responder = try PageResponder.forTests(services)
        let foreign = await responder.respond(
            to: .form("/.gwanmun/cancel-reset", "", origin: "https://evil.example"), from: Scenery.visitor())
        #expect(foreign.status == 403)
        let nobody = await responder.respond(to: .form("/.gwanmun/cancel-reset", ""), from: Scenery.visitor(.none))
        #expect(nobody.status == 403)
        #expect(services.calls.isEmpty)
    }

    @Test func `is asked for by a sponsor, with a reason`() async throws {
        let services = ServicesDouble()
        let page = await (try PageResponder.forTests(services)).respond(
            to: .form(
                "/.gwanmun/me/ask-reset",
                "form_token=\(Scenery.session.formToken)&account=smith-02d9&reason=lost+phone"),
            from: Scenery.visitor(session: Scenery.session))
        #expect(page.text.contains("보안책임자가 승인해야 진행됩니다."))
        #expect(services.calls == [.askReset(AccountName(stored: "smith-02d9"), "lost phone")])
    }
}
