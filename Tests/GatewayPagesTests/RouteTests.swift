import FoundationEssentials
import GatewayIdentity
import GatewayPages
import Testing

private struct Problem: Decodable, Equatable {
    let type: String
    let title: String
    let status: Int
    let reason: String
    let request_id: String
    let login_url: String?
    let factors: [String]?
}

private func problem(_ response: LocalResponse) throws -> Problem {
    #expect(response.header("Content-Type") == "application/problem+json")
    return try JSONDecoder().decode(Problem.self, from: Data(response.body))
}

@Suite struct `The session resource` {
    @Test func `shows the session, or asks for one`() async throws {
        let responder = try PageResponder.forTests()
        let shown = await responder.respond(
            to: .json("GET", "/.gwanmun/session"), from: Scenery.visitor(session: Scenery.session))
        #expect(shown.status == 200)
        #expect(
            shown.text
                == #"{"expires_at":"2026-11-23T14:00:00.000+09:00","factors":[{"at":"2026-11-23T09:50:00.000+09:00","kind":"certificate"},{"at":"2026-11-23T09:50:00.000+09:00","kind":"totp"}],"grade_reached":"classified","idle_expires_at":"2026-11-23T10:10:00.000+09:00","roles":["staff"],"user":"kim-7f3a"}"#
        )
        let missing = try problem(await responder.respond(to: .json("GET", "/.gwanmun/session")))
        #expect(missing.status == 401 && missing.reason == "factor_required")
        #expect(missing.login_url == "https://gate.gw.localhost:8443/.gwanmun/login")
    }

    @Test func `opens with the factors presented, sets the cookie of the host and tells the token for the header`()
        async throws
    {
        let services = ServicesDouble()
        let answer = await (try PageResponder.forTests(services)).respond(
            to: .json("POST", "/.gwanmun/session", #"{"totp":"123456","password":"pw"}"#),
            from: Scenery.visitor(host: Scenery.fab))
        #expect(answer.status == 201)
        #expect(
            answer.header("Set-Cookie")
                == "__Host-gwanmun=Y29va2llLTAxMjM0NTY3ODk; Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect(answer.text.contains(#""token":"dG9rZW4tMDEyMzQ1Njc4OWFiY2RlZg""#))
        #expect(services.calls == [.signIn(totp: "123456", password: "pw", recoveryCode: nil, endsOthers: false)])
    }

    @Test(
        arguments: [
            (SignInOutcome.refused, 401, "factor_failed", nil),
            (.incomplete(ServicesDouble.totpNeeded), 401, "factor_required", ["totp"]),
            (.otherSessionOpen, 403, "not_allowed", nil), (.denied(.roleConflict), 403, "not_allowed", nil),
            (.throttled(retryAfter: .seconds(61)), 429, "source_throttled", nil),
        ] as [(SignInOutcome, Int, String, [String]?)])
    func `answers every other outcome with a problem and without a cookie`(
        outcome: SignInOutcome, status: Int, reason: String, factors: [String]?
    ) async throws {
        let responder = try PageResponder.forTests(ServicesDouble(outcome: outcome))
        let answer = await responder.respond(to: .json("POST", "/.gwanmun/session", #"{"totp":"123456"}"#))
        let told = try problem(answer)
        #expect(answer.status == status && told.status == status && told.reason == reason && told.factors == factors)
        #expect(told.type == "about:blank" && told.request_id == "0123456789abcdeffedcba9876543210")
        #expect(answer.header("Set-Cookie") == nil)
        #expect(answer.header("Retry-After") == (status == 429 ? "61" : nil))
    }

    @Test func `asks no service when the document, its type or its origin is wrong`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let good = #"{"totp":"1"}"#
        let typeless = LocalRequest(method: "POST", path: "/.gwanmun/session", headers: [], body: Array(good.utf8))
        let form = LocalRequest(
            method: "POST", path: "/.gwanmun/session", headers: [HeaderLine("Content-Type", "text/plain")],
            body: Array(good.utf8))
        for request in [
            typeless, form, .json("POST", "/.gwanmun/session", #"{"totp":"1","x":"y"}"#),
            .json("POST", "/.gwanmun/session"),
        ] {
            #expect(try problem(await responder.respond(to: request)).reason == "bad_request")
        }
        for origin in ["https://evil.example", "null", "https://gate.gw.localhost", "https://fab.gw.localhost:8443"] {
            let answer = await responder.respond(
                to: .json("POST", "/.gwanmun/session", good, also: [HeaderLine("Origin", origin)]))
            #expect(try problem(answer).reason == "not_allowed")
        }
        let crossSite = await responder.respond(
            to: .json("POST", "/.gwanmun/session", good, also: [HeaderLine("Sec-Fetch-Site", "same-site")]))
        #expect(try problem(crossSite).reason == "not_allowed")
        let large = await responder.respond(
            to: .json("POST", "/.gwanmun/session", String(repeating: " ", count: PageResponder.bodyLimit + 1)))
        #expect(try problem(large).status == 413 && problem(large).reason == "too_large")
        #expect(services.calls.isEmpty)
        #expect(
            await responder.respond(
                to: .json("POST", "/.gwanmun/session", good, also: [HeaderLine("Origin", Scenery.gate)])
            ).status == 201)
    }

    @Test func `ends, and the cookie with it`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(
            to: .json("DELETE", "/.gwanmun/session"), from: Scenery.visitor(session: Scenery.session))
        #expect(answer.status == 204 && answer.body.isEmpty)
        #expect(answer.header("Set-Cookie") == "__Host-gwanmun=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
        #expect(services.calls == [.signOut(Scenery.session.handle)])
        let foreign = LocalRequest.json(
            "DELETE", "/.gwanmun/session", also: [HeaderLine("Origin", "https://evil.example")])
        #expect(await responder.respond(to: foreign, from: Scenery.visitor(session: Scenery.session)).status == 403)
        #expect(await responder.respond(to: .json("DELETE", "/.gwanmun/session")).status == 401)
    }
}

@Suite struct `The login` {
    private let to = "to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fproject%3Fa%3Db"
    private let entrance =
        "https://fab.gw.localhost:8443/.gwanmun/enter?code=aGFuZG9mZi1jb2RlLTAxMjM0NTY3&to=%2Fproject%3Fa%3Db"

    @Test func `brings the person from a console to the gate and back by a one-time code`() async throws {
        let responder = try PageResponder.forTests()
        let away = await responder.respond(
            to: .page("/.gwanmun/login", query: "to=%2Fproject%3Fa%3Db"), from: Scenery.visitor(host: Scenery.fab))
        #expect(away.status == 303)
        #expect(away.header("Location") == "https://gate.gw.localhost:8443/.gwanmun/login?" + to)
        let signedIn = await responder.respond(to: .form("/.gwanmun/login", "totp=123+456&" + to))
        #expect(signedIn.status == 303)
        #expect(signedIn.header("Location") == entrance)
        #expect(signedIn.header("Set-Cookie")?.hasPrefix("__Host-gwanmun=Y29va2ll") == true)
        let entered = await responder.respond(
            to: .page("/.gwanmun/enter", query: "code=aGFuZG9mZi1jb2RlLTAxMjM0NTY3&to=%2Fproject%3Fa%3Db"),
            from: Scenery.visitor(host: Scenery.fab))
        #expect(entered.status == 303)
        #expect(entered.header("Location") == "https://fab.gw.localhost:8443/project?a=b")
        #expect(
            entered.header("Set-Cookie") == "__Host-gwanmun=Y29uc29sZS1jb29raWU; Path=/; Secure; HttpOnly; SameSite=Lax"
        )
    }

    @Test func `asks nothing of someone who has proven enough already`() async throws {
        let services = ServicesDouble(requirement: .nothing)
        let answer = await (try PageResponder.forTests(services)).respond(
            to: .page("/.gwanmun/login", query: to), from: Scenery.visitor(session: Scenery.session))
        #expect(answer.header("Location") == entrance)
        #expect(answer.header("Set-Cookie") == nil)
        #expect(services.calls.last == .handoff(ConsoleID("fab")))
    }

    @Test func `stops to show the last sign-in, once, when there is something to tell`() async throws {
        let signedIn = SignedIn(
            cookie: "Y29va2ll", token: "dG9rZW4", session: Scenery.session, notice: ServicesDouble.pastNotice)
        let quiet = SignedIn(
            cookie: "Y29va2ll", token: "dG9rZW4", session: Scenery.session,
            notice: SignInNotice(lastSignIn: ServicesDouble.pastNotice.lastSignIn, failuresSince: 0))
        let always = try PageResponder.forTests(ServicesDouble(outcome: .accepted(signedIn)))
        #expect(
            await always.respond(to: .form("/.gwanmun/login", "totp=1&" + to)).header("Location")
                == "/.gwanmun/welcome?" + to)
        // A step-up is no new sign-in.
        let raised = await always.respond(
            to: .form("/.gwanmun/login", "totp=1&" + to), from: Scenery.visitor(session: Scenery.session))
        #expect(raised.header("Location") == entrance)
        let seldom = try PageResponder.forTests(
            ServicesDouble(outcome: .accepted(quiet)), site: Scenery.site(notice: .afterFailures))
        #expect(await seldom.respond(to: .form("/.gwanmun/login", "totp=1&" + to)).header("Location") == entrance)
        let welcome = await always.respond(
            to: .page("/.gwanmun/welcome", query: to), from: Scenery.visitor(session: Scenery.session))
        #expect(welcome.text.contains("최근 접속: 2026년 11월 22일 09:00 · internal (10.20.*.*) · Chrome · Windows"))
        #expect(welcome.text.contains("최근 접속 이후 인증 실패가 2회 있었습니다."))
        #expect(welcome.text.contains("href=\"/.gwanmun/login?" + to.replacing("&", with: "&amp;") + "\""))
    }

    @Test func `answers every failure with one page`() async throws {
        let refusing = try PageResponder.forTests(ServicesDouble(outcome: .refused))
        let wrong = await refusing.respond(to: .form("/.gwanmun/login", "totp=123456&" + to))
        let other = await refusing.respond(to: .form("/.gwanmun/login", "recovery_code=abc&" + to))
        let empty = await refusing.respond(to: .form("/.gwanmun/login", "totp=&" + to))
        #expect(wrong == other && wrong == empty)
        #expect(wrong.status == 401)
        #expect(wrong.text.contains("role=\"alert\" id=\"error\">인증에 실패했습니다. 입력 정보를 확인한 뒤 다시 시도해 주세요.</p>"))
        #expect(!wrong.text.contains("123456") && wrong.header("Set-Cookie") == nil)
    }

    @Test func `offers to end the other session, and passes the answer on`() async throws {
        let services = ServicesDouble(outcome: .otherSessionOpen)
        let page = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/login", "totp=1&end_others=yes"))
        #expect(page.text.contains("name=\"end_others\" type=\"checkbox\" value=\"yes\" required"))
        #expect(services.calls.first == .signIn(totp: "1", password: nil, recoveryCode: nil, endsOthers: true))
    }

    @Test func `takes no form from another origin, and none with a field that it does not have`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        #expect(
            await responder.respond(to: .form("/.gwanmun/login", "totp=1", origin: "https://fab.gw.localhost:8443"))
                .status == 403)
        #expect(await responder.respond(to: .form("/.gwanmun/login", "totp=1", origin: "null")).status == 403)
        #expect(await responder.respond(to: .form("/.gwanmun/login", "totp=1&admin=yes")).status == 400)
        #expect(await responder.respond(to: .form("/.gwanmun/login", "totp=1&totp=2")).status == 400)
        #expect(services.calls.isEmpty)
    }

    @Test func `shows the words for why the last session ended, and for nothing else`() async throws {
        let responder = try PageResponder.forTests()
        #expect(
            await responder.respond(to: .page("/.gwanmun/login", query: "why=idle")).text.contains(
                "일정 시간 사용하지 않아 자동으로 로그아웃되었습니다."))
        #expect(!(await responder.respond(to: .page("/.gwanmun/login", query: "why=%3Cb%3E"))).text.contains("<b>"))
    }

    @Test func `lets its form lead on to the consoles, and no other page's`() async throws {
        let responder = try PageResponder.forTests()
        let login = try #require(
            await responder.respond(to: .page("/.gwanmun/login")).header("Content-Security-Policy"))
        #expect(
            login.contains(
                "form-action 'self' https://notice.gw.localhost:8443 https://build.gw.localhost:8443 https://fab.gw.localhost:8443;"
            ))
        let account = try #require(
            await responder.respond(to: .page("/.gwanmun/me"), from: Scenery.visitor(session: Scenery.session)).header(
                "Content-Security-Policy"))
        #expect(account.contains("form-action 'self';"))
    }
}

@Suite struct `The entrance of a console` {
    @Test func `refuses a code that is used or foreign without sending the person in a circle`() async throws {
        let responder = try PageResponder.forTests(ServicesDouble(redeemed: nil))
        let request = LocalRequest.page("/.gwanmun/enter", query: "code=0123456789abcdef&to=%2Fx")
        let refused = await responder.respond(to: request, from: Scenery.visitor(host: Scenery.fab))
        #expect(refused.status == 401 && refused.header("Set-Cookie") == nil && refused.header("Location") == nil)
        #expect(
            refused.text.contains(
                "href=\"https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2F\""))
        let again = await responder.respond(
            to: request, from: Scenery.visitor(host: Scenery.fab, session: Scenery.session))
        #expect(again.header("Location") == "https://fab.gw.localhost:8443/x")
    }

    @Test func `is not on the gate, and asks no service without a code`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        #expect(await responder.respond(to: .page("/.gwanmun/enter", query: "code=0123456789abcdef")).status == 403)
        for query in ["", "code=", "code=short", "code=" + String(repeating: "a", count: 257)] {
            #expect(
                await responder.respond(
                    to: .page("/.gwanmun/enter", query: query), from: Scenery.visitor(host: Scenery.fab)
                ).status == 400)
        }
        #expect(services.calls.isEmpty)
    }

    @Test func `leads to its own console even when the link names another`() async throws {
        let query = "code=0123456789abcdef&to=https%3A%2F%2Fbuild.gw.localhost%3A8443%2Fx"
        let answer = await (try PageResponder.forTests()).respond(
            to: .page("/.gwanmun/enter", query: query), from: Scenery.visitor(host: Scenery.fab))
        #expect(answer.header("Location") == "https://fab.gw.localhost:8443/")
    }
}

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
        for path in ["me/end-session", "me/end-others", "me/recovery-codes", "logout"] {
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

@Suite struct `A visitor without a good certificate` {
    private static let standings: [(CertificateStanding, String)] = [
        (CertificateStanding.none, "no_client_cert"),
        (.problem(.certificateExpired, Scenery.certificate(days: -1)), "cert_expired"),
        (.problem(.certificateRevoked, nil), "cert_revoked"),
        (.problem(.certificateWeakKey, nil), "cert_unusable"), (.unbound(Scenery.certificate()), "cert_not_bound"),
    ]

    @Test func `is refused everywhere, by the certificate's reason, and reaches no service`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let paths = ["login", "me", "session", "welcome", "enrol"].map { LocalRequest.json("GET", "/.gwanmun/" + $0) }
        let posts = [
            "login", "me/end-session", "me/end-others", "me/recovery-codes", "logout", "enrol", "enrol/confirm",
            "session",
        ].map {
            LocalRequest.json("POST", "/.gwanmun/" + $0, #"{"totp":"1"}"#)
        }
        for (standing, reason) in Self.standings {
            for request in paths + posts + [.json("DELETE", "/.gwanmun/session")] {
                let answer = await responder.respond(
                    to: request, from: Scenery.visitor(standing, session: Scenery.session))
                #expect(answer.status == 403)
                #expect(try problem(answer).reason == reason, "\(request.method) \(request.path)")
            }
            let entrance = LocalRequest.json("GET", "/.gwanmun/enter")
            #expect(
                try problem(await responder.respond(to: entrance, from: Scenery.visitor(standing, host: Scenery.fab)))
                    .reason == reason)
        }
        #expect(services.calls.isEmpty)
    }

    @Test func `still gets health, key set, style and language`() async throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(.none)
        let health = await responder.respond(to: .json("GET", "/.gwanmun/health"), from: visitor)
        #expect(health.status == 200 && health.text == "ok")
        #expect(await responder.respond(to: .json("GET", "/.gwanmun/jwks.json"), from: visitor).text == #"{"keys":[]}"#)
        let page = responder.refuse(Refusal(.noClientCertificate), to: .page("/"), from: visitor)
        for link in page.text.matches(of: /"(\/\.gwanmun\/assets\/[^"]+)"/) {
            let asset = await responder.respond(to: .json("GET", String(link.output.1)), from: visitor)
            #expect(asset.status == 200 && asset.header("Cache-Control") == "public, max-age=31536000, immutable")
            let tag = try #require(asset.header("ETag"))
            #expect(
                await responder.respond(
                    to: .json("GET", String(link.output.1), also: [HeaderLine("If-None-Match", tag)]), from: visitor
                ).status == 304)
        }
        let draining = try PageResponder.forTests(ServicesDouble(serving: false))
        #expect(await draining.respond(to: .json("GET", "/.gwanmun/health"), from: visitor).status == 503)
    }
}

@Suite struct `A refusal` {
    @Test(arguments: Reason.allCases)
    func `tells a program the public reason and its status, and nothing of the inner one`(reason: Reason) throws {
        let responder = try PageResponder.forTests()
        let answer = responder.refuse(Refusal(reason), to: .json("GET", "/x"), from: Scenery.visitor(host: Scenery.fab))
        let told = try problem(answer)
        #expect(
            told.reason == reason.publicReason.rawValue && told.status == reason.publicReason.status
                && answer.status == told.status)
        #expect(!told.title.isEmpty && told.title.unicodeScalars.allSatisfy(\.isASCII))
        #expect((told.login_url != nil) == (reason.publicReason == .factorRequired))
        if reason.rawValue != reason.publicReason.rawValue { #expect(!answer.text.contains(reason.rawValue)) }
    }

    @Test func `sends a navigation that lacks a factor to the login, and back to where it was`() throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(host: Scenery.fab)
        let redirect = responder.refuse(Refusal(.sessionIdle), to: .page("/p/a", query: "x=1&y=%20"), from: visitor)
        #expect(redirect.status == 303)
        #expect(
            redirect.header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fp%2Fa%3Fx%3D1%26y%3D%2520&why=idle"
        )
        let posted = responder.refuse(Refusal(.sessionMissing), to: .form("/p/a", "x=1"), from: visitor)
        #expect(
            posted.status == 401
                && posted.text.contains("/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2F\""))
    }

    @Test func `names the factors that are asked for`() throws {
        let answer = try PageResponder.forTests().refuse(
            Refusal(.factorMissing, factors: [.totp]), to: .json("GET", "/p"), from: Scenery.visitor(host: Scenery.fab))
        let told = try problem(answer)
        #expect(told.factors == ["totp"])
        #expect(
            told.login_url
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fp")
    }

    @Test func `shows the refused certificate to the one who showed it, with the date`() throws {
        let page = try PageResponder.forTests().refuse(
            Refusal(.certificateExpired), to: .page("/"),
            from: Scenery.visitor(.problem(.certificateExpired, Scenery.certificate(days: -3)), host: Scenery.fab))
        #expect(page.status == 403)
        #expect(page.text.contains("인증서 유효기간이 지났습니다(2026년 11월 20일 만료). 갱신한 뒤 다시 접속해 주세요."))
        #expect(page.text.contains("2f0a91c47b"))
        // Someone whose certificate is not good is told of no console.
        #expect(!page.text.contains("팹 설비 콘솔"))
    }

    @Test(arguments: [
        (Refusal(.zoneDenied), "현재 네트워크에서는 이 서비스에 접속할 수 없습니다."),
        (Refusal(.deviceNotDesignated), "사전에 지정된 단말기에서만 접속할 수 있습니다."),
        (Refusal(.timeWindowDenied, window: "월–금 08:00–19:00"), "접속 가능 시간: 월–금 08:00–19:00"),
        (Refusal(.denyRule), "(문의번호 0123456789abcdeffedcba9876543210)"),
        (Refusal(.downloadDenied), "보안정책에 따라 파일을 내려받을 수 없습니다."), (Refusal(.logUnavailable), "일시적인 오류로 접속을 차단했습니다."),
    ])
    func `uses the profile's words past the certificate`(refusal: Refusal, words: String) throws {
        let page = try PageResponder.forTests().refuse(
            refusal, to: .page("/x"), from: Scenery.visitor(host: Scenery.fab, session: Scenery.session))
        #expect(page.text.contains(words))
    }

    @Test func `says no more than "no access" before the certificate`() throws {
        for reason in [Reason.zoneDenied, .deviceNotDesignated, .timeWindowDenied, .pledgeMissing] {
            let page = try PageResponder.forTests().refuse(
                Refusal(reason, window: "08-19"), to: .page("/x"), from: Scenery.visitor(.none))
            #expect(page.text.contains("접근권한이 없습니다. 필요한 경우 접근권한을 신청해 주세요."))
        }
    }

    @Test func `of a service that fails is the service's reason, and nothing is set`() async throws {
        let failing = try PageResponder.forTests(
            ServicesDouble(failure: ServiceUnavailable(.logUnavailable, retryAfter: .seconds(5))))
        for request in [
            LocalRequest.json("POST", "/.gwanmun/session", #"{"totp":"1"}"#), .form("/.gwanmun/login", "totp=1"),
            .form("/.gwanmun/enrol", "code=a"),
        ] {
            let answer = await failing.respond(to: request)
            #expect(answer.status == 503 && answer.header("Retry-After") == "5" && answer.header("Set-Cookie") == nil)
        }
    }

    @Test func `of a path that is not there is 404, in both forms`() async throws {
        let responder = try PageResponder.forTests()
        #expect(await responder.respond(to: .page("/.gwanmun/nothing")).status == 404)
        #expect(try problem(await responder.respond(to: .json("GET", "/.gwanmun/nothing"))).status == 404)
        #expect(await responder.respond(to: .page("/.gwanmun/assets/style.css")).status == 404)
        #expect(await responder.respond(to: .json("PATCH", "/.gwanmun/session")).status == 404)
        #expect(await responder.respond(to: .json("B@D", "/.gwanmun/session")).status == 400)
        #expect(
            PageResponder.owns(path: "/.gwanmun") && PageResponder.owns(path: "/.gwanmun/x")
                && !PageResponder.owns(path: "/.gwanmunx"))
    }

    @Test func `to HEAD has no body`() async throws {
        let responder = try PageResponder.forTests()
        let head = LocalRequest(method: "HEAD", path: "/.gwanmun/login", headers: LocalRequest.navigation)
        let answer = await responder.respond(to: head)
        #expect(answer.status == 200 && answer.body.isEmpty)
        #expect(responder.refuse(Refusal(.defaultDeny), to: head).body.isEmpty)
    }
}

@Suite struct `Every answer` {
    @Test func `carries the security fields, and but for assets may be kept nowhere`() async throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(session: Scenery.session)
        var answers = try await everyPage(in: "ko").map(\.response)
        for request in [
            LocalRequest.json("GET", "/.gwanmun/health"), .json("GET", "/.gwanmun/session"),
            .json("POST", "/.gwanmun/session", #"{"totp":"1"}"#),
            .json("DELETE", "/.gwanmun/session"), .json("GET", "/.gwanmun/jwks.json"),
            .json("GET", "/.gwanmun/nothing"), .page("/.gwanmun/language", query: "lang=en"),
            .form("/.gwanmun/login", "totp=1"), .page("/.gwanmun/"),
        ] {
            answers.append(await responder.respond(to: request, from: visitor))
        }
        for answer in answers {
            let policy = try #require(answer.header("Content-Security-Policy"))
            for directive in [
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                "base-uri 'none'", "form-action 'self'",
            ] {
                #expect(policy.contains(directive))
            }
            #expect(!policy.contains("unsafe") && !policy.contains("data:") && !policy.contains("*"))
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Strict-Transport-Security") == "max-age=31536000")
            #expect(answer.header("Referrer-Policy") == "same-origin")
            #expect(answer.header("Cross-Origin-Opener-Policy") == "same-origin")
            #expect(answer.header("Permissions-Policy") != nil)
            #expect(answer.header("Cache-Control") == "no-store")
        }
    }
}

@Suite struct `A console's host` {
    @Test(arguments: [
        "login", "me/end-session", "me/end-others", "me/recovery-codes", "enrol", "enrol/confirm",
    ])
    func `takes none of the gate's forms`(path: String) async throws {
        let services = ServicesDouble()
        let token = "form_token=\(Scenery.session.formToken)"
        // The fields that the gate would take, so that the host alone is what is wrong.
        let fields = [
            "login": "totp=123456", "me/end-session": token + "&session=abc", "enrol": "code=abcd",
            "enrol/confirm": "pending=p&digits=6&totp=123456",
        ]
        let request = LocalRequest.form(
            "/.gwanmun/" + path, fields[path] ?? token, origin: "https://fab.gw.localhost:8443")
        let visitor = Scenery.visitor(host: Scenery.fab, session: Scenery.session)
        let answer = await (try PageResponder.forTests(services)).respond(to: request, from: visitor)
        #expect(answer.status == 403)
        #expect(services.calls.isEmpty)
    }
}
