import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

@Suite struct `At the desk's pages` {
    private static let suspend = "/people/kim-7f3a/suspend"
    private static let typed = "reason=lost+the+badge+%26+left"

    @Test(arguments: MenuPlace.allCases.filter { $0 != .approvals })
    func `security administrators and auditors read, and nobody else does`(place: MenuPlace) async throws {
        let hall = try await DeskHall()
        #expect(await hall.get(place.path.text).status == 200)
        #expect(await hall.get(place.path.text, as: hall.auditor).status == 200)
        for roles in [["staff"], ["foreign_partner"], ["privileged_admin"], []] {
            let answer = await hall.get(place.path.text, as: hall.visitor("kim-7f3a", roles: roles))
            #expect(answer.status == 403)
            #expect(!answer.text.contains("<nav"), "the menu is for those who may read")
        }
        #expect(hall.record.events(.administrationRefused).count == 4)
    }

    @Test func `whoever has proved no second factor is led to the login, and back to where they were`() async throws {
        let hall = try await DeskHall()
        for visitor in [hall.visitor(factorAge: nil), hall.visitor(isSignedIn: false)] {
            let answer = await hall.get("/people", query: "q=kim", as: visitor)
            #expect(answer.status == 303)
            #expect(
                answer.header("Location")
                    == DeskHall.gate + "/.gwanmun/login?to=https%3A%2F%2Fdesk.gw.localhost%3A9443%2Fpeople%3Fq%3Dkim")
        }
    }

    @Test func `a change with a reason is carried out, recorded, and told on the page that follows`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let answer = await hall.post(Self.suspend, Self.typed)
        #expect(answer.status == 303)
        #expect(answer.header("Location") == "/people/kim-7f3a?done=yes")
        #expect(try await hall.state(of: "kim-7f3a") == .suspended)
        let event = try #require(hall.record.events(.accountSuspended).first)
        #expect(event.actor == .administrator(AccountName(stored: "lee-90aa")))
        #expect(event.statedReason == "lost the badge & left")
        let page = await hall.get("/people/kim-7f3a", query: "done=yes")
        #expect(page.text.contains("Done, and recorded."))
    }

    @Test func `an auditor is offered no change, and cannot send one`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let page = await hall.get("/people/kim-7f3a", as: hall.auditor)
        #expect(!page.text.contains("/suspend") && !page.text.contains("/bind-cert"))
        #expect(await hall.get(Self.suspend, as: hall.auditor).status == 403)
        #expect(await hall.post(Self.suspend, Self.typed, as: hall.auditor).status == 403)
        #expect(try await hall.state(of: "kim-7f3a") == .active)
        #expect(hall.record.events(.administrationRefused).count == 2)
    }

    @Test func `an old factor leads to a fresh one and back to the form, with what was typed`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let stale = hall.visitor(factorAge: .seconds(301))
        let answer = await hall.post(Self.suspend, Self.typed, as: stale)
        #expect(answer.status == 303)
        let location = try #require(answer.header("Location"))
        #expect(location.hasPrefix(DeskHall.gate + "/.gwanmun/login?fresh=yes&to="))
        #expect(!location.contains("badge"), "nothing that was typed stands in an address")
        #expect(try await hall.state(of: "kim-7f3a") == .active)
        #expect(hall.record.events(.administrationRefused).first?.reason == .factorMissing)

        let id = try #require(location.firstMatch(of: /held%3D([0-9a-f]{32})$/)).output.1
        let back = await hall.get(Self.suspend, query: "held=\(id)")
        #expect(back.text.contains("value=\"lost the badge &amp; left\""))
        let other = await hall.get(Self.suspend, query: "held=\(id)", as: hall.visitor("choi-55cc"))
        #expect(!other.text.contains("badge"), "it opens nothing to somebody else")
        let elsewhere = await hall.get("/people/kim-7f3a/disable", query: "held=\(id)")
        #expect(!elsewhere.text.contains("badge"))
        #expect(await hall.post(Self.suspend, Self.typed).status == 303)
        #expect(try await hall.state(of: "kim-7f3a") == .suspended)
    }

    @Test func `a form without a session is kept too, until its sender is back`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let answer = await hall.post(Self.suspend, Self.typed, as: hall.visitor(isSignedIn: false))
        #expect(answer.status == 303)
        #expect(answer.header("Location")?.contains("held%3D") == true)
        #expect(try await hall.state(of: "kim-7f3a") == .active)
    }

    @Test func `a form of another origin, or without the session's token, does nothing`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        #expect(await hall.post(Self.suspend, Self.typed, origin: "https://evil.example").status == 403)
        #expect(await hall.post(Self.suspend, Self.typed, origin: DeskHall.gate).status == 403)
        for token in [nil, "", "f0rm-t0ken-0123456789abcdeX"] {
            let answer = await hall.post(Self.suspend, Self.typed, token: token)
            #expect(answer.status == 403)
            #expect(answer.text.contains("lost the badge &amp; left"), "what was typed is not lost")
        }
        #expect(try await hall.state(of: "kim-7f3a") == .active)
    }

    @Test(arguments: ["", "ab", "%20%20%20%20", "two%0Alines", "bidi+%E2%80%AEhere"])
    func `no change goes without a reason that can stand in the record`(reason: String) async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let answer = await hall.post(Self.suspend, "reason=\(reason)")
        #expect([400, 422].contains(answer.status))
        if answer.status == 422 { #expect(answer.text.contains("id=\"f-reason-problem\"")) }
        #expect(try await hall.state(of: "kim-7f3a") == .active)
    }

    @Test func `what cannot be recorded is neither done nor shown`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        hall.record.breakDown()
        #expect(await hall.post(Self.suspend, Self.typed).status == 503)
        #expect(await hall.get("/people").status == 503)
        #expect(await hall.get("/records").status == 503)
        #expect(hall.records.queries.isEmpty)
        #expect(hall.access.administration.counts.accounts == 1)
    }

    @Test func `nobody administers themselves, and is told so in words`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let own = hall.visitor("kim-7f3a")
        let answer = await hall.post(Self.suspend, Self.typed, as: own)
        #expect(answer.status == 403)
        #expect(answer.text.contains("Nobody administers their own account"))
        #expect(hall.record.events(.administrationRefused).contains { $0.reason == .actionDenied })
    }

    @Test(arguments: ["/nothing", "/people/kim-7f3a/promote", "/people/a/b/c", "/sessions/x/begin"])
    func `what is not there is not found`(path: String) async throws {
        #expect(try await DeskHall().get(path).status == 404)
        #expect(try await DeskHall().post(path, "reason=why+not").status == 404)
    }

    @Test func `a list takes no form`() async throws {
        #expect(try await DeskHall().post("/people", "reason=why+not").status == 404)
    }
}
