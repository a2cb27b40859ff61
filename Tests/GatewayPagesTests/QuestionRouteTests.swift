import FoundationEssentials
import GatewayIdentity
import GatewayPages
import Testing

/// What modules ask beside the password reaches the person, and the answers reach the login that waits.
@Suite struct `A question about the password` {
    private static let id = "0123456789abcdef0123456789abcdef"
    private let to = "to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fproject"

    @Test(arguments: ["ko", "en"])
    func `is a page with a field a prompt, and a hidden one what may not be seen`(language: String) async throws {
        for (isEchoed, type) in [(true, "text"), (false, "password")] {
            let question = Scenery.question(.proof, ["First:", "Second factor: "], isEchoed: isEchoed)
            let responder = try PageResponder.forTests(ServicesDouble(outcome: .asksMore(question)))
            let answer = await responder.respond(
                to: .form("/.gwanmun/login", "password=x&" + to, language: language))
            #expect(answer.status == 401)
            for (name, label) in [("answer_1", "First"), ("answer_2", "Second factor")] {
                #expect(answer.text.contains("name=\"\(name)\" type=\"\(type)\""))
                #expect(answer.text.contains("<bdi>\(label)</bdi></label>"))
            }
            #expect(answer.text.contains("value=\"\(Self.id)\""))
            #expect(answer.text.contains("value=\"https://fab.gw.localhost:8443/project\""))
            #expect(answer.header("Set-Cookie") == nil)
        }
    }

    @Test func `cannot bring its own markup, nor a label without end`() async throws {
        let long = "<b>Code</b> \"x' " + String(repeating: "길", count: 400)
        let question = Scenery.question(.proof, [long], notices: ["<script>alert(1)</script>"])
        let responder = try PageResponder.forTests(ServicesDouble(outcome: .asksMore(question)))
        let page = await responder.respond(to: .form("/.gwanmun/login", "password=x")).text
        #expect(!page.contains("<b>") && !page.contains("<script>alert"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains(String(repeating: "길", count: 201)))
    }

    @Test func `has a label of ours when modules give none`() async throws {
        let responder = try PageResponder.forTests(
            ServicesDouble(outcome: .asksMore(Scenery.question(.proof, [" : "]))))
        let page = await responder.respond(to: .form("/.gwanmun/login", "password=x")).text
        #expect(page.contains("<bdi>답변</bdi></label>"))
    }

    @Test func `is answered by its numbers, an empty answer among them`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(
            to: .form("/.gwanmun/login/answer", "conversation=\(Self.id)&answer_1=755224&answer_2=&\(to)"))
        #expect(answer.status == 303)
        #expect(answer.header("Location")?.hasPrefix("https://fab.gw.localhost:8443/.gwanmun/enter") == true)
        #expect(services.calls.first == .goOn(Self.id, answers: ["755224", ""]))
    }

    @Test(arguments: ["ko", "en"])
    func `about an expired password is a page for the old and the new one`(language: String) async throws {
        let question = Scenery.question(.change, ["New password: "], notices: ["BAD PASSWORD: it is too short"])
        let responder = try PageResponder.forTests(ServicesDouble(outcome: .asksMore(question)))
        let page = await responder.respond(to: .form("/.gwanmun/login", "password=x", language: language)).text
        for name in ["current_password", "new_password", "repeat_password"] {
            #expect(page.contains("name=\"\(name)\" type=\"password\""))
        }
        #expect(page.contains("BAD PASSWORD: it is too short"))
        #expect(page.contains(language == "ko" ? "비밀번호 변경" : "Change your password"))
    }

    @Test func `about an expired password is answered when the new one was typed twice alike`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let differing = await responder.respond(
            to: .form(
                "/.gwanmun/login/answer",
                "conversation=\(Self.id)&current_password=a&new_password=b&repeat_password=c"))
        #expect(differing.status == 401 && differing.text.contains("새 비밀번호가 서로 다릅니다"))
        // Typed values do not come back.
        #expect(!differing.text.contains("value=\"b\"") && differing.text.contains("value=\"\(Self.id)\""))
        #expect(services.calls.isEmpty)
        _ = await responder.respond(
            to: .form(
                "/.gwanmun/login/answer",
                "conversation=\(Self.id)&current_password=a&new_password=b&repeat_password=b"))
        #expect(services.calls.first == .change(Self.id, current: "a", new: "b"))
    }

    @Test func `that nothing waits for brings the login again`() async throws {
        let responder = try PageResponder.forTests(ServicesDouble(outcome: .over))
        let answer = await responder.respond(
            to: .form("/.gwanmun/login/answer", "conversation=\(Self.id)&answer_1=x", language: "en"))
        #expect(answer.status == 401 && answer.text.contains("Please sign in again from the start"))
    }

    @Test func `is not answered from a foreign page, nor on a console's host`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let body = "conversation=\(Self.id)&answer_1=x"
        let foreign = await responder.respond(
            to: .form("/.gwanmun/login/answer", body, origin: "https://evil.example"))
        let console = await responder.respond(
            to: .form("/.gwanmun/login/answer", body, origin: "https://fab.gw.localhost:8443"),
            from: Scenery.visitor(host: Scenery.fab))
        #expect(foreign.status == 403 && console.status == 403)
        #expect(services.calls.isEmpty)
    }

    @Test func `is a problem with its prompts for programs`() async throws {
        let question = Scenery.question(notices: ["Look at your token"])
        let responder = try PageResponder.forTests(ServicesDouble(outcome: .asksMore(question)))
        let answer = await responder.respond(to: .json("POST", "/.gwanmun/session", #"{"password": "x"}"#))
        #expect(answer.status == 401)
        #expect(answer.header("Content-Type") == "application/problem+json")
        let expected =
            #""conversation":{"expires_at":"2026-11-23T10:02:00.000+09:00","id":"0123456789abcdef0123456789abcdef","messages":["Look at your token"],"prompts":[{"echo":false,"text":"One-time password (OATH) for `kim-7f3a': "}],"stage":"proof"}"#
        #expect(answer.text.contains(expected))
        #expect(
            answer.text.contains(#""factors":["password"]"#) && answer.text.contains(#""reason":"factor_required""#))
    }

    @Test func `is answered by programs with a list`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(
            to: .json(
                "POST", "/.gwanmun/session",
                #"{"conversation": "0123456789abcdef0123456789abcdef", "answers": ["755224", ""]}"#))
        #expect(answer.status == 201)
        #expect(services.calls == [.goOn(Self.id, answers: ["755224", ""])])
    }

    @Test(arguments: [
        #"{"conversation": "a"}"#, #"{"conversation": 1, "answers": []}"#, #"{"conversation": "a", "answers": "x"}"#,
        #"{"conversation": "a", "answers": [1]}"#, #"{"conversation": "a", "answers": [], "totp": "1"}"#,
        #"{"conversation": "a", "conversation": "b", "answers": []}"#,
    ])
    func `is answered by nothing else`(body: String) async throws {
        let services = ServicesDouble()
        let answer = await (try PageResponder.forTests(services)).respond(to: .json("POST", "/.gwanmun/session", body))
        #expect(answer.status == 400)
        #expect(services.calls.isEmpty)
    }

    @Test func `is told to programs as over with what they have to show again`() async throws {
        let responder = try PageResponder.forTests(
            ServicesDouble(outcome: .over), site: Scenery.site(knowsPasswords: true))
        let answer = await responder.respond(
            to: .json("POST", "/.gwanmun/session", #"{"conversation": "a", "answers": []}"#))
        #expect(answer.status == 401)
        #expect(answer.text.contains(#""reason":"factor_required""#) && answer.text.contains("login_url"))
    }
}

@Suite struct `A password field` {
    private let needed = NeededFactors(kinds: [.password, .totp], recoveryCodeAllowed: false, isStepUp: false)

    @Test func `is on the login where a password is asked for and known`() async throws {
        let services = ServicesDouble(requirement: .factors(needed))
        let page = await (try PageResponder.forTests(services, site: Scenery.site(knowsPasswords: true)))
            .respond(to: .page("/.gwanmun/login")).text
        #expect(page.contains("name=\"password\" type=\"password\"") && page.contains("name=\"totp\""))
        #expect(page.components(separatedBy: " autofocus").count == 2)
    }

    @Test func `is not where nothing knows passwords, and the person is told`() async throws {
        let services = ServicesDouble(requirement: .factors(needed))
        let page = await (try PageResponder.forTests(services)).respond(to: .page("/.gwanmun/login", language: "en"))
            .text
        #expect(!page.contains("name=\"password\"") && !page.contains("name=\"totp\""))
        #expect(page.contains("asks for: Password"))
    }

    @Test func `is not where none is asked for`() async throws {
        let page = await (try PageResponder.forTests(site: Scenery.site(knowsPasswords: true)))
            .respond(to: .page("/.gwanmun/login")).text
        #expect(!page.contains("name=\"password\""))
    }
}
