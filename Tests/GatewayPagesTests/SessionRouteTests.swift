import GatewayIdentity
import GatewayPages
import Testing

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
