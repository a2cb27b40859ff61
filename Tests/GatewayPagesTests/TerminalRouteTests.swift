import GatewayIdentity
import GatewayPages
import Testing

@Suite struct `The page for terminals` {
    private let member = Scenery.visitor(session: Scenery.session)
    private let path = "/.gwanmun/terminal"

    @Test func `is for people who are signed in, on the gate`() async throws {
        let responder = try PageResponder.forTests()
        #expect(
            await responder.respond(to: .page(path)).header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Fgate.gw.localhost%3A8443%2F.gwanmun%2Fterminal"
        )
        let console = Scenery.visitor(host: Scenery.fab, session: Scenery.session)
        #expect(
            await responder.respond(to: .page(path), from: console).header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/terminal")
        let token = "form_token=\(Scenery.session.formToken)"
        #expect(await responder.respond(to: .form(path, token), from: console).status == 403)
    }

    @Test func `makes a code when its button is pressed, and by nothing else`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        #expect(await responder.respond(to: .page(path), from: member).text.contains("7ZKQ") == false)
        #expect(await responder.respond(to: .form(path, ""), from: member).status == 403)
        #expect(await responder.respond(to: .form(path, "form_token=wrong"), from: member).status == 403)
        let token = "form_token=\(Scenery.session.formToken)"
        #expect(
            await responder.respond(to: .form(path, token, origin: "https://evil.example"), from: member).status == 403)
        #expect(services.calls.isEmpty)
        let page = await responder.respond(to: .form(path, token), from: member)
        #expect(page.text.contains("7ZKQ-03MF-9TXA-C2RW"))
        #expect(page.header("Cache-Control")?.contains("no-store") == true)
        #expect(services.calls == [.terminalCode])
    }
}

@Suite struct `A tool that brings the code of the page` {
    private let path = "/.gwanmun/terminal/session"

    @Test func `gets a token for the header, and no cookie`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(to: .json("POST", path, #"{"code": "7zkq 03mf 9txa c2rw"}"#))
        #expect(answer.status == 201)
        #expect(answer.text.contains(#""token":"\#(ServicesDouble.signedIn.token)""#))
        #expect(answer.header("Set-Cookie") == nil)
        #expect(services.calls == [.enterTerminal("7zkq 03mf 9txa c2rw")])
    }

    @Test func `is told of a bad one what it is told of a bad factor`() async throws {
        let responder = try PageResponder.forTests(ServicesDouble(entry: .refused))
        let answer = await responder.respond(to: .json("POST", path, #"{"code": "x"}"#))
        #expect(answer.status == 401)
        #expect(answer.text.contains("factor_failed"))
        let throttled = try PageResponder.forTests(ServicesDouble(entry: .throttled(retryAfter: .seconds(60))))
        #expect(await throttled.respond(to: .json("POST", path, #"{"code": "x"}"#)).status == 429)
    }

    @Test(arguments: ["{}", #"{"code": 1}"#, #"{"code": "x", "code": "y"}"#, #"{"totp": "123456"}"#, "code=x", ""])
    func `is turned away with anything else`(body: String) async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        #expect(await responder.respond(to: .json("POST", path, body)).status == 400)
        #expect(services.calls.isEmpty)
    }
}
