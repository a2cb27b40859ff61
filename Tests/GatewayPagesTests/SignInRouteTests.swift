import GatewayIdentity
import GatewayPages
import Testing

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
        #expect(services.calls.last == .handoff(.console(ConsoleID("fab"))))
    }

    @Test(arguments: [
        ("ko", FactorKind.password, "다음 인증 수단이 필요합니다: 비밀번호."), ("en", .password, "asks for: Password."),
    ])
    func `names a factor that it does not offer yet, and shows no form that could not help`(
        language: String, kind: FactorKind, words: String
    ) async throws {
        let needed = NeededFactors(kinds: [kind, .totp], recoveryCodeAllowed: true, isStepUp: true)
        let page = await (try PageResponder.forTests(ServicesDouble(requirement: .factors(needed)))).respond(
            to: .page("/.gwanmun/login", query: to, language: language),
            from: Scenery.visitor(session: Scenery.session))
        #expect(page.status == 200)
        #expect(page.text.contains(words))
        #expect(!page.text.contains("name=\"totp\"") && !page.text.contains("name=\"recovery_code\""))
        #expect(!page.text.contains("href=\"/.gwanmun/enrol\""))
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
