import GatewayIdentity
import GatewayPages
import Testing

/// A program has a certificate and nothing to do on the pages of people.
@Suite struct `A visiting program` {
    private static let person = Person(
        account: AccountName(stored: "build-bot-5e"), displayName: "야간 빌드", roles: [RoleName("build_bot")],
        language: nil, certificate: Scenery.certificate(), isService: true)

    private func visitor(at host: PageHost = .gate) -> PageVisitor {
        Scenery.visitor(.verified(Self.person), host: host)
    }

    @Test func `is told on every page that a service signs in nowhere, and reaches no service behind it`() async throws
    {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let paths = ["login", "me", "session", "welcome", "enrol"].map { LocalRequest.json("GET", "/.gwanmun/" + $0) }
        let posts = ["me/end-session", "me/end-others", "me/recovery-codes", "logout", "enrol", "enrol/confirm"].map {
            LocalRequest.json("POST", "/.gwanmun/" + $0, #"{"totp":"1"}"#)
        }
        for request in paths + posts {
            let answer = await responder.respond(to: request, from: visitor())
            #expect(answer.status == 403, "\(request.method) \(request.path)")
            let told = try problem(answer)
            #expect(told.reason == "not_allowed")
            #expect(told.title == "This is a service account")
            #expect(told.login_url == nil)
        }
        #expect(services.calls.isEmpty)
        for (language, words) in [("ko", "서비스 계정입니다"), ("en", "This is a service account")] {
            let page = await responder.respond(to: .page("/.gwanmun/login", language: language), from: visitor())
            #expect(page.status == 403 && page.text.contains(words))
            #expect(!page.text.contains("<form method=\"post\" action=\"/.gwanmun/login"))
        }
    }

    @Test func `shows what it likes to the judge, who records it`() async throws {
        let services = ServicesDouble(outcome: .denied(.factorMissing))
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(
            to: .json("POST", "/.gwanmun/session", #"{"totp":"123456"}"#), from: visitor())
        #expect(answer.status == 401)
        #expect(try problem(answer).login_url == nil)
        #expect(!services.calls.isEmpty)
    }

    @Test func `that lacks a factor is sent to no login, neither as a program nor as a navigation`() throws {
        let responder = try PageResponder.forTests()
        let fab = visitor(at: Scenery.fab)
        let told = try problem(
            responder.refuse(Refusal(.factorMissing, factors: [.totp]), to: .json("GET", "/p"), from: fab))
        #expect(told.status == 401 && told.reason == "factor_required" && told.login_url == nil)
        let page = responder.refuse(Refusal(.factorMissing, factors: [.totp]), to: .page("/p"), from: fab)
        #expect(page.status == 401 && page.header("Location") == nil)
        #expect(page.text.contains("서비스 계정은 인증서만으로 접속하며") && !page.text.contains("/.gwanmun/login"))
    }

    @Test func `that is not allowed somewhere is told so as everybody is`() throws {
        let answer = try PageResponder.forTests().refuse(
            Refusal(.defaultDeny), to: .json("GET", "/p"), from: visitor(at: Scenery.fab))
        #expect(try problem(answer).title == "Access denied")
    }
}
