import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPages
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// What takes the word of several, and partners as a whole, on the pages (NCT3-1-U1; T84, T87).
@Suite struct `The pages of approvals` {
    private static let wish =
        "users=zhang-77aa&consoles=notice&paths=%2Fp-17%2Fdrawings&kind=export_approval&reference=EX-9&sponsor=kim-7f3a"
        + "&from=2026-01-01T09%3A00&to=2099-01-01T09%3A00&methods=GET&ceiling=sensitive&reason=joint+project"

    private func hall() async throws -> DeskHall {
        let hall = try await DeskHall()
        try await hall.addKim()
        try await hall.addPartner()
        return hall
    }

    @Test func `show a request with its votes by group, and take them from those whose groups approve`() async throws {
        let hall = try await hall()
        let request = try await hall.askForGrant()
        let list = await hall.get("/approvals")
        #expect(list.text.contains("staff 0/1") && list.text.contains("security_admin 0/1"))
        // Kim sponsors and has not asked: a colleague's word, by somebody without a role in the administration.
        let kim = hall.visitor("kim-7f3a", roles: ["staff"])
        let page = await hall.get("/approvals/\(request.id)", as: kim)
        #expect(page.status == 200 && page.text.contains("/p-17/drawings"))
        #expect(page.text.contains("/approvals/\(request.id)/approve"))
        #expect(!page.text.contains("href=\"/people"), "no page that is not theirs is offered")
        #expect(await hall.get("/grants", as: kim).status == 403)
        let vote = await hall.post("/approvals/\(request.id)/approve", "reason=planned+work", as: kim)
        #expect(vote.header("Location") == "/approvals/\(request.id)?done=voted")
        #expect(await hall.get("/approvals").text.contains("staff 1/1"))
        let twice = await hall.post("/approvals/\(request.id)/approve", "reason=once+more", as: kim)
        #expect(twice.status == 403 && twice.text.contains("You have voted already"))
    }

    @Test func `refuse one's own vote, and show nothing to whom it does not concern`() async throws {
        let hall = try await hall()
        let request = try await hall.askForGrant(by: "kim-7f3a")
        let kim = hall.visitor("kim-7f3a", roles: ["staff"])
        let own = await hall.post("/approvals/\(request.id)/approve", "reason=my+own", as: kim)
        #expect(own.status == 403 && own.text.contains("cannot approve your own"))
        let partner = hall.visitor("stranger-0a0a", roles: ["foreign_partner"])
        #expect(await hall.get("/approvals/\(request.id)", as: partner).status == 404)
        #expect(await !hall.get("/approvals", as: partner).text.contains(request.id))
        let auditor = await hall.get("/approvals/\(request.id)", as: hall.auditor)
        #expect(auditor.status == 200)
    }

    @Test func `ask for a grant with what it is narrowed to, and say beside the field what is wrong: T87`()
        async throws
    {
        let hall = try await DeskHall(
            people: AccountRules(approval: .singlePerson, grantLife: .seconds(366 * 86400 * 80)))
        try await hall.addKim()
        try await hall.addPartner()
        let kim = hall.visitor("kim-7f3a", roles: ["staff"])
        let wild = await hall.post("/approvals/new-grant", Self.wish.replacing("drawings", with: "**"), as: kim)
        #expect(wild.status == 422 && wild.text.contains("names exact paths"))
        let unreadable = await hall.post("/approvals/new-grant", Self.wish + "&countries=nowhere", as: kim)
        #expect(unreadable.status == 422 && unreadable.text.contains("id=\"f-countries-problem\""))
        let asked = await hall.post("/approvals/new-grant", Self.wish, as: kim)
        #expect(asked.header("Location") == "/approvals?done=asked")
        let grants = await hall.get("/grants")
        #expect(grants.text.contains("EX-9") && grants.text.contains("Waits for approvals"))
    }

    @Test func `pause a grant and let it go on`() async throws {
        let hall = try await hall()
        let id = try #require(
            try await hall.access.administration.grants(
                readBy: .controlSocket(uid: 0), requestID: DeskHall.requestID
            ).first?.id)
        #expect(await hall.get("/grants").text.contains("/grants/\(id)/pause"))
        #expect(await hall.post("/grants/\(id)/pause", "reason=an+audit").status == 303)
        let page = await hall.get("/grants")
        #expect(page.text.contains("Paused") && page.text.contains("/grants/\(id)/resume"))
        #expect(await hall.post("/grants/\(id)/resume", "reason=passed").status == 303)
        #expect(await hall.post("/grants/\(id)/confirm-deletion", "reason=too+early").status == 422)
    }

    @Test func `off-board a partner in one act, and tell what was taken`() async throws {
        let hall = try await hall()
        let partner = await hall.get("/partners", query: "organisation=Partner")
        #expect(
            partner.text.contains("zhang-77aa") && partner.text.contains("/partners/off-board?organisation=Partner"))
        let form = await hall.get("/partners/off-board", query: "organisation=Partner")
        #expect(form.text.contains("value=\"Partner\""))
        #expect(await hall.get("/partners/off-board", as: hall.auditor).status == 403)
        let unknown = await hall.post("/partners/off-board", "organisation=Nobody&reason=contract+ended")
        #expect(unknown.status == 422 && unknown.text.contains("No partner belongs"))
        let report = await hall.post("/partners/off-board", "organisation=Partner&reason=contract+ended")
        #expect(report.status == 200 && report.text.contains("Grants ended") && report.text.contains("zhang-77aa"))
        #expect(try await hall.state(of: "zhang-77aa") == .disabled)
        #expect(hall.record.events(.partnerOffBoarded).map(\.statedReason) == ["contract ended"])
        let after = await hall.get("/partners", query: "organisation=Partner")
        #expect(after.text.contains("/confirm-deletion"))
    }
}

extension DeskHall {
    /// For the partner: voted on by a colleague of the sponsor's, and by security.
    func askForGrant(_ mark: String = "", by name: String? = nil) async throws -> PartnerGrant {
        let actor: Actor = name.map { .administrator(AccountName(stored: $0)) } ?? .controlSocket(uid: 0)
        let grants = try await access.administration.requestGrant(
            NewGrant(
                account: AccountName(stored: "zhang-77aa"), consoles: [ConsoleID("notice")], kind: .exportApproval,
                reference: "EX-3" + mark, sponsor: AccountName(stored: "kim-7f3a"),
                from: clock.now + .seconds(60),
                to: clock.now + .seconds(7 * 86400)),
            within: GrantScope(paths: .only([try PathPattern("/p-17/drawings")])),
            Mandate(actor: actor, reason: Self.mandate.reason, requestID: Self.requestID))
        return try #require(grants.first)
    }
}

extension String {
    var formEncoded: String {
        utf8.map { byte in
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.count == 1 ? "0" + hex : hex)
        }.joined()
    }
}
