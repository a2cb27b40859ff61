import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPages
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

@Suite struct `A form of the desk` {
    private static let why = "&reason=asked+for+in+person"

    @Test func `admits somebody new, and says beside the field what is wrong with it`() async throws {
        let hall = try await DeskHall()
        let fine =
            "name=choi-55cc&display_name=%EC%B5%9C%EC%9D%80&organisation=Hanbit&roles=staff&language=ko&use=person"
        let wrong = await hall.post("/new-person", "name=admin&display_name=x&organisation=y&roles=staff" + Self.why)
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("id=\"f-name-problem\"") && wrong.text.contains("value=\"admin\""))
        #expect(await hall.post("/new-person", fine + Self.why).header("Location") == "/people?done=yes")
        #expect(try await hall.state(of: "choi-55cc") == .active)
        #expect(await hall.post("/new-person", fine + Self.why).status == 409)
    }

    @Test func `asks for another's approval where two people are needed`() async throws {
        let hall = try await DeskHall(people: AccountRules(approval: .twoPerson))
        let form = "name=choi-55cc&display_name=Choi&organisation=Hanbit&roles=staff" + Self.why
        #expect(await hall.post("/new-person", form).header("Location") == "/people?done=requested")
        let request = try #require(
            try await hall.access.administration.openRequests(
                readBy: .controlSocket(uid: 0), requestID: DeskHall.requestID
            ).first)
        let approve = "/requests/\(request.id)/approve"
        let own = await hall.post(approve, "reason=looks+right")
        #expect(own.status == 403 && own.text.contains("cannot approve your own"))
        let other = await hall.post(approve, "reason=looks+right", as: hall.visitor("park-22dd"))
        #expect(other.header("Location") == "/requests?done=yes")
        #expect(try await hall.state(of: "choi-55cc") == .active)
    }

    @Test func `binds a certificate that is pasted with its line breaks`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let pem = DeskHall.pem.replacing("\n", with: "%0D%0A").replacing(" ", with: "+")
        #expect(await hall.post("/people/kim-7f3a/bind-cert", "pem=\(pem)&by=key" + Self.why).status == 303)
        let again = await hall.post("/people/kim-7f3a/bind-cert", "pem=\(pem)&by=key" + Self.why)
        #expect(again.status == 409 && again.text.contains("bound already"))
        let nonsense = await hall.post("/people/kim-7f3a/bind-cert", "pem=hello" + Self.why)
        #expect(nonsense.status == 422 && nonsense.text.contains("not a &lt;b&gt;PEM&lt;/b&gt; file"))
    }

    @Test func `locks an organisation until a time of Korea, and lifts it`() async throws {
        let hall = try await DeskHall()
        let wrong = await hall.post("/new-lock", "kind=certificate&target=abc" + Self.why)
        #expect(wrong.status == 422 && wrong.text.contains("f-target-problem"))
        let past = await hall.post("/new-lock", "kind=organisation&target=Hanbit&until=2001-01-01T09%3A00" + Self.why)
        #expect(past.status == 422)
        #expect(
            await hall.post("/new-lock", "kind=organisation&target=Hanbit&until=2099-01-01T09%3A00" + Self.why).status
                == 303)
        let locks = try await hall.access.administration.locks(
            readBy: .controlSocket(uid: 0), requestID: DeskHall.requestID)
        #expect(locks.map(\.until) == [RFC3339.parse("2099-01-01T09:00:00+09:00")])
        let id = try #require(locks.first?.id)
        #expect(await hall.post("/locks/\(id)/lift", "reason=it+is+over").status == 303)
        #expect(await hall.post("/locks/\(id)/lift", "reason=it+is+over").status == 404)
    }

    @Test func `grants access to a partner, and ends it`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        try await hall.addPartner()
        let form =
            "user=zhang-77aa&kind=export_approval&reference=EX-2&sponsor=kim-7f3a&from=2098-12-01T09%3A00&to=2099-01-01T09%3A00"
        let unknown = await hall.post("/new-grant", form + "&consoles=nowhere" + Self.why)
        #expect(unknown.status == 422 && unknown.text.contains("knows no console"))
        #expect(await hall.post("/new-grant", form + "&consoles=notice" + Self.why).status == 303)
        let page = await hall.get("/grants")
        #expect(page.text.contains("EX-1") && page.text.contains("EX-2"))
        let id = try #require(page.text.firstMatch(of: /\/grants\/([^\/"]+)\/end/)).output.1
        #expect(await hall.post("/grants/\(id)/end", "reason=it+is+over").status == 303)
    }

    @Test func `shows a code once, in the answer and nowhere else`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let answer = await hall.post("/people/kim-7f3a/reset-factor", "reason=lost+the+phone")
        #expect(answer.status == 200)
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(answer.text.contains("class=\"secret\""))
    }

    @Test func `refuses fields that it does not have, and more than it can hold`() async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        #expect(await hall.post("/people/kim-7f3a/suspend", "reason=because&force=yes").status == 400)
        let long = String(repeating: "a", count: EndSessionOrder(id: "1").sizeLimit)
        #expect(await hall.post("/people/kim-7f3a/suspend", "reason=\(long)").status == 413)
    }
}

@Suite struct `Forms that wait for a factor` {
    private let kim = AccountName(stored: "kim-7f3a")

    @Test func `are kept for a quarter of an hour, a few for each, the oldest forgotten first`() {
        let held = HeldForms()
        let start = UnixTime(seconds: 1_795_309_200)
        for number in 0..<6 {
            held.keep(Entries(["n": "\(number)"]), id: "id\(number)", of: kim, for: .newLock, at: start)
        }
        #expect(held.entries("id1", of: kim, for: .newLock, at: start) == nil)
        #expect(held.entries("id5", of: kim, for: .newLock, at: start)?["n"] == "5")
        #expect(held.entries("id5", of: kim, for: .newGrant, at: start) == nil)
        #expect(held.entries("id5", of: kim, for: .newLock, at: start + HeldForms.lifetime) == nil)
    }

    @Test func `of files take no more room than there is, and the oldest go first`() {
        let held = HeldForms()
        let now = UnixTime(seconds: 1_795_309_200)
        let file = Entries(["text": String(repeating: "a", count: 6 << 20)])
        for number in 0..<3 {
            held.keep(file, id: "x", of: AccountName(stored: "p\(number)"), for: .policy(.new), at: now)
        }
        #expect(held.entries("x", of: AccountName(stored: "p0"), for: .policy(.new), at: now) == nil)
        #expect(held.entries("x", of: AccountName(stored: "p1"), for: .policy(.new), at: now) == file)
    }

    @Test func `of many people take no more room than there is`() {
        let held = HeldForms()
        let now = UnixTime(seconds: 1_795_309_200)
        for number in 0...HeldForms.most {
            held.keep(Entries(), id: "x", of: AccountName(stored: "p\(number)"), for: .newLock, at: now)
        }
        #expect(held.entries("x", of: AccountName(stored: "p0"), for: .newLock, at: now) == nil)
        #expect(held.entries("x", of: AccountName(stored: "p1"), for: .newLock, at: now) != nil)
    }
}
