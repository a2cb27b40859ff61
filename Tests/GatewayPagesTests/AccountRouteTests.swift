import GatewayIdentity
import GatewayPages
import Testing

@Suite struct `My page` {
    private let token = "form_token=\(Scenery.session.formToken)"

    @Test func `is for people who are signed in, on the gate`() async throws {
        let responder = try PageResponder.forTests()
        let away = await responder.respond(to: .page("/.gwanmun/me"))
        #expect(
            away.header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Fgate.gw.localhost%3A8443%2F.gwanmun%2Fme"
        )
        let console = await responder.respond(
            to: .page("/.gwanmun/me"), from: Scenery.visitor(host: Scenery.fab, session: Scenery.session))
        #expect(console.header("Location") == "https://gate.gw.localhost:8443/.gwanmun/me")
        #expect(await responder.respond(to: .json("GET", "/.gwanmun/me")).status == 401)
    }

    @Test func `ends the sessions that its forms name, under the token of this session alone`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let visitor = Scenery.visitor(session: Scenery.session)
        for path in [
            "me/end-session", "me/end-others", "me/recovery-codes", "logout", "me/factors/add", "me/factors/confirm",
            "me/factors/rename", "me/factors/lost", "me/factors/remove", "me/language", "me/ask-reset",
        ] {
            #expect(
                await responder.respond(to: .form("/.gwanmun/" + path, "form_token=wrong"), from: visitor).status == 403
            )
            #expect(await responder.respond(to: .form("/.gwanmun/" + path, ""), from: visitor).status == 403)
            #expect(
                await responder.respond(
                    to: .form("/.gwanmun/" + path, token, origin: "https://evil.example"), from: visitor
                ).status == 403)
        }
        #expect(services.calls.isEmpty)
        #expect(
            await responder.respond(
                to: .form("/.gwanmun/me/end-session", token + "&session=7e57c0de00000002"), from: visitor
            ).status == 200)
        #expect(
            await responder.respond(to: .form("/.gwanmun/me/end-others", token), from: visitor).text.contains(
                "다른 세션 1개를 종료했습니다."))
        #expect(
            await responder.respond(to: .form("/.gwanmun/me/recovery-codes", token), from: visitor).text.contains(
                "k7xq-2mfa-9prt-wd3e"))
        let own = await responder.respond(
            to: .form("/.gwanmun/me/end-session", token + "&session=\(Scenery.session.handle)"), from: visitor)
        #expect(own.header("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(
            await responder.respond(to: .form("/.gwanmun/logout", token), from: visitor).header("Set-Cookie")?.contains(
                "Max-Age=0") == true)
        #expect(
            services.calls == [
                .endSession(SessionHandle("7e57c0de00000002")), .endOthers, .renewRecovery,
                .signOut(Scenery.session.handle), .signOut(Scenery.session.handle),
            ])
    }

    @Test func `asks for a fresh code before new recovery codes, even of someone who may go everywhere`() async throws {
        let responder = try PageResponder.forTests(
            ServicesDouble(requirement: .nothing, recovery: .freshFactorNeeded))
        let visitor = Scenery.visitor(session: Scenery.session)
        let answer = await responder.respond(to: .form("/.gwanmun/me/recovery-codes", token), from: visitor)
        let query = "fresh=yes&to=https%3A%2F%2Fgate.gw.localhost%3A8443%2F.gwanmun%2Fme"
        #expect(answer.header("Location") == "https://gate.gw.localhost:8443/.gwanmun/login?" + query)
        let page = await responder.respond(to: .page("/.gwanmun/login", query: query), from: visitor)
        #expect(page.text.contains("중요 작업이므로 한 번 더 인증해 주세요.") && page.text.contains("name=\"totp\""))
    }

    @Test func `has no list of visits where none is kept`() async throws {
        let kept = ServicesDouble.overview()
        let overview = AccountOverview(
            factors: kept.factors, sessions: kept.sessions, visits: nil, recoveryCodesLeft: nil, notice: .nothingToTell)
        let page = await (try PageResponder.forTests(ServicesDouble(overview: overview))).respond(
            to: .page("/.gwanmun/me"), from: Scenery.visitor(session: Scenery.session))
        #expect(page.status == 200 && !page.text.contains("h-visits") && !page.text.contains("recovery-codes"))
    }
}

@Suite struct `Enrolment` {
    @Test func `shows QR code and secret in the one answer that begins it, and never again`() async throws {
        let responder = try PageResponder.forTests(ServicesDouble(end: .refused))
        let offer = await responder.respond(to: .form("/.gwanmun/enrol", "code=abcd-efgh"))
        #expect(offer.text.contains("<svg class=\"qr\"") && offer.text.contains("<code>GEZD</code> <code>GNBV</code>"))
        #expect(offer.header("Cache-Control") == "no-store")
        // The language link would ask again and lose it.
        #expect(!offer.text.contains("/.gwanmun/language"))
        let wrong = await responder.respond(
            to: .form("/.gwanmun/enrol/confirm", "pending=pending-1&digits=6&totp=000+000"))
        #expect(wrong.status == 401 && !wrong.text.contains("<svg class=\"qr\"") && !wrong.text.contains("GEZD"))
        #expect(wrong.text.contains("value=\"pending-1\""))
    }

    @Test func `ends with the recovery codes, or without where there are none`() async throws {
        let services = ServicesDouble()
        let done = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/enrol/confirm", "pending=p&digits=6&totp=123+456"))
        #expect(ServicesDouble.codes.allSatisfy { done.text.contains("<code>\($0)</code>") })
        #expect(services.calls == [.confirm("p", totp: "123456")])
        let bare = await (try PageResponder.forTests(ServicesDouble(end: .enrolled(recoveryCodes: [])))).respond(
            to: .form("/.gwanmun/enrol/confirm", "pending=p&digits=6&totp=123456"))
        #expect(bare.text.contains("인증 앱을 등록했습니다.") && !bare.text.contains("class=\"codes\""))
    }

    @Test func `tells no more than that a code cannot be used`() async throws {
        let refused = await (try PageResponder.forTests(ServicesDouble(start: .refused))).respond(
            to: .form("/.gwanmun/enrol", "code=x"))
        let empty = await (try PageResponder.forTests()).respond(to: .form("/.gwanmun/enrol", "code="))
        #expect(refused == empty && refused.status == 401)
        let throttled = await (try PageResponder.forTests(ServicesDouble(start: .throttled(retryAfter: .seconds(120)))))
            .respond(
                to: .form("/.gwanmun/enrol", "code=x"))
        #expect(throttled.status == 429 && throttled.header("Retry-After") == "120")
    }
}
