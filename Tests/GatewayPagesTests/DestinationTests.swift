import GatewayIdentity
import Testing

@testable import GatewayPages

/// Ways that open redirects are reached (OWASP "Unvalidated Redirects", WHATWG URL parsing of special schemes), and
/// mistakes.
private let foreign = [
    "", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "https:evil.example", "https:/evil.example",
    "http://fab.gw.localhost:8443/", "HTTPS://fab.gw.localhost:8443/", "https://FAB.gw.localhost:8443/",
    "https://evil.example/",
    "https://fab.gw.localhost:8443.evil.example/", "https://fab.gw.localhost:84433/", "https://fab.gw.localhost/",
    "https://fab.gw.localhost:8443@evil.example/",
    "https://evil.example@fab.gw.localhost:8443/", "https://fab.gw.localhost:8443\\@evil.example",
    "https://fab.gw.localhost:8443#@evil.example",
    "https://fab.gw.localhost:8443?x", "https://fab.gw.localhost:8443//evil.example",
    "https://fab.gw.localhost:8443/a b", "https://fab.gw.localhost:8443/\u{e9}",
    "https://fab.gw.localhost:8443/\r\nSet-Cookie: a=b", "https://fab.gw.localhost:8443/\u{0}", "javascript:alert(1)",
    "data:text/html,x", " /x",
    "https://fab.gw.localhost:8443/\"onx=", "https://fab.gw.localhost:8443/<svg>",
    "https://fab.gw.localhost:8443/#fragment",
    // Our own paths act, or would turn in a circle.
    "https://fab.gw.localhost:8443/.gwanmun/enter?code=x", "https://fab.gw.localhost:8443/.gwanmun",
    "https://gate.gw.localhost:8443/.gwanmun/login",
    "https://gate.gw.localhost:8443/.gwanmun/logout", "https://gate.gw.localhost:8443/", "/", "/.gwanmun/login",
    "https://fab.gw.localhost:8443/" + String(repeating: "a", count: 2048),
]

@Suite struct `A destination` {
    @Test(arguments: foreign)
    func `is none of what leads elsewhere or in a circle`(text: String) {
        #expect(Destination(text, on: .gate, of: Scenery.site()) == nil)
    }

    @Test(arguments: [
        ("https://fab.gw.localhost:8443/project?id=7&x=%2F%2Fevil.example", "/project?id=7&x=%2F%2Fevil.example"),
        ("https://fab.gw.localhost:8443", "/"),
        ("https://fab.gw.localhost:8443/.gwanmunx", "/.gwanmunx"), ("https://fab.gw.localhost:8443/a//b", "/a//b"),
    ])
    func `is a console's address, kept to the letter`(text: String, target: String) throws {
        let destination = try #require(Destination(text, on: .gate, of: Scenery.site()))
        #expect(destination.host == Scenery.fab)
        #expect(destination.target == target)
        #expect(destination.url == "https://fab.gw.localhost:8443" + target)
    }

    @Test func `is a path on the console that was asked`() throws {
        let destination = try #require(Destination("/a?b", on: Scenery.fab, of: Scenery.site()))
        #expect(destination.url == "https://fab.gw.localhost:8443/a?b")
    }

    @Test(arguments: ["/.gwanmun/me", "/.gwanmun/enrol", "https://gate.gw.localhost:8443/.gwanmun/me"])
    func `is one of the two pages of the gate that one can return to`(text: String) throws {
        #expect(try #require(Destination(text, on: .gate, of: Scenery.site())).host == .gate)
    }

    @Test(arguments: foreign)
    func `that leads elsewhere is dropped by the login and by the entrance`(text: String) async throws {
        let query = "to=" + PercentCoding.encode(text)
        let signIn = try PageResponder.forTests(ServicesDouble())
        let login = await signIn.respond(to: .form("/.gwanmun/login", "totp=123456&" + query))
        let entrance = await signIn.respond(
            to: .page("/.gwanmun/enter", query: "code=0123456789abcdef&" + query),
            from: Scenery.visitor(host: Scenery.fab))
        let language = await signIn.respond(to: .page("/.gwanmun/language", query: "lang=en&" + query))
        let here = Set(["/.gwanmun/me", "https://fab.gw.localhost:8443/"])
        // Control characters make the whole form or query malformed; all else goes to the default place.
        for response in [login, entrance] where response.status != 400 {
            let location = try #require(response.header("Location"))
            #expect(
                here.contains(location)
                    || location.hasPrefix("https://fab.gw.localhost:8443/")
                        && Destination(location, on: Scenery.fab, of: Scenery.site()) != nil
            )
        }
        if language.status != 400 {
            let location = try #require(language.header("Location"))
            #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"))
        }
    }

    @Test(arguments: foreign)
    func `that leads elsewhere is not in the link to the other language`(text: String) async throws {
        let query = "to=" + PercentCoding.encode(text)
        let page = await (try PageResponder.forTests()).respond(to: .page("/.gwanmun/login", query: query))
        #expect(text.isEmpty || page.text.contains("href=\"/.gwanmun/language?lang=en&amp;to=%2F.gwanmun%2Flogin\""))
    }

    @Test func `of ours is in the link to the other language`() async throws {
        let query = "to=" + PercentCoding.encode("https://fab.gw.localhost:8443/project")
        let page = await (try PageResponder.forTests()).respond(to: .page("/.gwanmun/login", query: query))
        let back = PercentCoding.encode("/.gwanmun/login?" + query)
        #expect(page.text.contains("href=\"/.gwanmun/language?lang=en&amp;to=\(back)\""))
    }
}
