import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

@Suite struct `A change of the policy at the desk` {
    /// T18, T34: written by one, approved by another, in force by somebody's word; every step in the record.
    @Test func `goes from the editor over another's approval into force`() async throws {
        let hall = try await DeskHall()
        try await hall.addApprover()
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        let base = try await hall.inForce.bundle.hex
        #expect(form["was"] == "rules.yaml" && form["seen"] == base)
        let saved = await hall.post(
            "/policies/new", form.body(text: "version: 1\r\nrules: [] # night\r\n", reason: "night shift, ticket 88"),
            as: hall.author)
        let draft = try #require(try await hall.drafts.first)
        #expect(saved.header("Location") == "/policies/drafts/\(draft.id)?done=yes")
        let files = try await hall.policies.bundle(draft.content.bundle)
        #expect(files.text(of: "rules.yaml") == "version: 1\nrules: [] # night\n")
        #expect(files.text(of: "roles.yaml") == "version: 1\nroles: {}\n")

        let path = "/policies/drafts/\(draft.id)"
        let own = await hall.get(path, as: hall.author).text
        #expect(!own.contains("/approve") && own.contains(path + "/edit"))
        let seen = await hall.get(path, as: hall.approver).text
        #expect(seen.contains("night shift, ticket 88") && seen.contains("All 3 pass"))
        #expect(seen.contains("rules (before)") || seen.contains("roles (before)"))
        let seal = try #require(seen.firstMatch(of: /\/approve\?seen=([0-9a-f]{64})/)).output.1
        let approval = try await PolicyForm(hall, path + "/approve", query: "seen=\(seal)", as: hall.approver)
        let approved = await hall.post(path + "/approve", approval.body(reason: "looked through"), as: hall.approver)
        #expect(approved.header("Location") == path + "?done=yes")

        let ready = await hall.get(path, as: hall.author).text
        let sealed = try #require(ready.firstMatch(of: /\/activate\?seen=([0-9a-f]{64})/)).output.1
        let order = try await PolicyForm(hall, path + "/activate", query: "seen=\(sealed)")
        let activated = await hall.post(path + "/activate", order.body(reason: "into use now"), as: hall.author)
        #expect(activated.header("Location") == "/policies/versions/2?done=yes")
        let version = try await hall.inForce
        #expect(version.number == 2 && version.author.text == "song-31aa" && version.approver?.text == "park-22dd")
        let page = await hall.get("/policies/versions/2", as: hall.auditor).text
        #expect(page.contains("park-22dd") && page.contains("class=\"added\"") && page.contains("class=\"removed\""))
        #expect(hall.record.events(.policyDraft).map { $0.details["step"] } == ["proposed", "approved"])
    }

    /// Issue 5, point 9.
    @Test func `is tried before it is approved, as it was seen, and shows that it is`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let path = "/policies/drafts/\(draft.id)"
        #expect(!(await hall.get(path, as: hall.auditor).text.contains("/try")))
        let page = await hall.get(path, as: hall.approver).text
        let seen = try #require(page.firstMatch(of: /\/try\?seen=([0-9a-f]{64})/)).output.1
        let other = await hall.post(
            path + "/try", "seen=\(String(repeating: "0", count: 64))&days=7&reason=two+weeks", as: hall.approver)
        #expect(other.status == 409)
        let form = try await PolicyForm(hall, path + "/try", query: "seen=\(seen)", as: hall.approver)
        let begun = await hall.post(
            path + "/try", form.body(reason: "two weeks of nights") + "&days=14", as: hall.approver)
        #expect(begun.header("Location") == path + "?done=yes")
        let trial = try #require(hall.policies.onTrial)
        #expect(trial.until == trial.startedAt + .seconds(14 * 86400) && trial.startedBy.text == "park-22dd")
        let shown = await hall.get(path, as: hall.author).text
        #expect(shown.contains("On trial") && shown.contains("two weeks of nights") && shown.contains(trial.policy.hex))
        #expect(shown.contains(path + "/end-trial") && !shown.contains(path + "/try"))
        #expect(await hall.get("/policies", as: hall.author).text.contains("On trial"))
        let ended = await hall.post(path + "/end-trial", "reason=seen+enough", as: hall.author)
        #expect(ended.header("Location") == path + "?done=yes")
        #expect(hall.policies.onTrial == nil)
        #expect(
            hall.record.events(.policyDraft).map { $0.details["step"] } == ["proposed", "trial_started", "trial_ended"])
    }

    /// T18: adm.self_approve.
    @Test func `is not approved by who wrote it, though they hold the role`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let seal = try #require(try await hall.policies.seal(of: draft)).hex
        let both = hall.visitor("song-31aa", roles: ["policy_author", "policy_approver"])
        let page = await hall.get("/policies/drafts/\(draft.id)", as: both).text
        #expect(page.contains("You cannot approve your own change.") && !page.contains("/approve"))
        let path = "/policies/drafts/\(draft.id)/approve"
        let answer = await hall.post(path, "seen=\(seal)&reason=it+is+fine", as: both)
        #expect(answer.status == 403 && answer.text.contains("You cannot approve your own change."))
        #expect(try await hall.draft(draft.id).state == .open)
        #expect(hall.record.events(.administrationRefused).count == 1)
    }

    @Test func `is approved as it was seen, or not at all`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let path = "/policies/drafts/\(draft.id)"
        let seal = try #require(try await hall.policies.seal(of: draft)).hex
        for seen in ["", "seen=", "seen=\(String(repeating: "0", count: 64))", "seen=nonsense"] {
            let answer = await hall.post(path + "/approve", seen + "&reason=looked+through", as: hall.approver)
            #expect(answer.status == 409, "\(seen)")
        }
        // An edit makes an approval void, and what was seen before it is not approved.
        #expect(
            await hall.post(path + "/approve", "seen=\(seal)&reason=looked+through", as: hall.approver).status == 303)
        let form = try await PolicyForm(hall, path + "/edit", query: "file=more.yaml")
        let edited = await hall.post(path + "/edit", form.body(text: "version: 1\n# more"), as: hall.author)
        #expect(edited.header("Location") == path + "?done=yes")
        #expect(try await hall.draft(draft.id).state == .open)
        #expect(await hall.post(path + "/activate", "seen=\(seal)&at=&reason=now", as: hall.author).status == 409)
        #expect(
            await hall.post(path + "/approve", "seen=\(seal)&reason=looked+through", as: hall.approver).status == 409)
        // Nor does an editor overwrite what they have not seen.
        let again = await hall.post(path + "/edit", form.body(text: "version: 1\n# other"), as: hall.author)
        #expect(again.status == 409 && again.text.contains("# other</textarea>"), "what was typed is not lost")
        #expect(try await hall.inForce.number == 1)
    }

    @Test func `is activated under the approval that was seen, and at a time if one is named`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let path = "/policies/drafts/\(draft.id)"
        let seal = try #require(try await hall.policies.seal(of: draft)).hex
        #expect(
            await hall.post(path + "/approve", "seen=\(seal)&reason=looked+through", as: hall.approver).status == 303)
        let other = String(repeating: "a", count: 64)
        #expect(
            await hall.post(path + "/activate", "seen=\(other)&at=&reason=now+please", as: hall.author).status == 409)
        let past = "seen=\(seal)&at=2001-01-01T09%3A00&reason=too+late"
        #expect(await hall.post(path + "/activate", past, as: hall.author).status == 422)
        let wrong = await hall.post(path + "/activate", "seen=\(seal)&at=soon&reason=too+late", as: hall.author)
        #expect(wrong.status == 422 && wrong.text.contains("f-at-problem"))
        let due = hall.clock.now + .seconds(7200)
        let time = PercentCoding.encode(RFC3339.string(due))
        #expect(
            await hall.post(path + "/activate", "seen=\(seal)&at=\(time)&reason=tonight", as: hall.author).status == 303
        )
        guard case .approved(let approval) = try await hall.draft(draft.id).state else {
            Issue.record("it stays approved")
            return
        }
        #expect(approval.due == due)
        #expect(try await hall.inForce.number == 1)
    }

    /// T18, T19: else a comment over an emergency makes the emergency permanent, and its approver never sees it.
    @Test func `over an emergency shows what the emergency says, too, in its changes and in its files`() async throws {
        let hall = try await DeskHall()
        let opened = try PolicyBundle(
            try DeskHall.bundle().files + [.init(name: "fab.yaml", text: "version: 1\n# fab is open\n")])
        let hand = PolicyHand(AccountName(stored: "song-31aa"), key: AuthenticatorID("key of song-31aa"))
        let order = PolicyChange.Order(DeskHall.mandate, by: hand)
        _ = try await hall.policies.changeInEmergency(opened, hours: 1, order)
        let draft = try await hall.policies.propose(
            PolicyBundle(opened.files + [.init(name: "remark.yaml", text: "version: 1\n# harmless\n")]), order)
        let path = "/policies/drafts/\(draft.id)"
        let page = await hall.get(path, as: hall.approver).text
        let changes = try #require(page.firstMatch(of: /(?s)id="changes".*?<\/section>/)).output
        #expect(changes.contains("fab.yaml") && changes.contains("remark.yaml"))
        let file = await hall.get(path, query: "file=fab.yaml", as: hall.approver).text
        #expect(file.contains(/class="added">[^\n]*fab is open/))
    }

    @Test func `that cannot be read is kept with its places, and offered to nobody for approval`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose("more.yaml", "version: 1\n# broken here\n")
        let page = await hall.get("/policies/drafts/\(draft.id)", as: hall.approver).text
        #expect(page.contains("more.yaml:2:1") && page.contains("?file=more.yaml#L2\"") && page.contains("is broken"))
        #expect(!page.contains("/approve"))
        let seal = try #require(try await hall.policies.seal(of: draft)).hex
        let path = "/policies/drafts/\(draft.id)/approve"
        #expect(await hall.post(path, "seen=\(seal)&reason=let+it+be", as: hall.approver).status == 422)
    }

    @Test func `tells its doubts with why and how to mend them, in the reader's language`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose("more.yaml", "version: 1\n# doubtful\n")
        let english = await hall.get("/policies/drafts/\(draft.id)", as: hall.approver).text
        for words in ["more.yaml:2:1", "shadowed-rule", "does nothing", "Another takes it all.", "Delete it."] {
            #expect(english.contains(words), "\(words)")
        }
        let korean = await hall.get("/policies/drafts/\(draft.id)", language: "ko", as: hall.approver).text
        #expect(korean.contains("아무것도 하지 않습니다.") && korean.contains("지우세요."))
    }

    @Test func `shows what recorded requests would be answered, by rule, person and console`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let page = await hall.get("/policies/drafts/\(draft.id)").text
        for words in ["no-usb", "build-people", "kim-7f3a", "older_record: 1", "lost 2", "gained 1", "undecidable 1"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(page.contains("3 requests more are in none of these"))
        #expect(page.contains("/records?request_id=7c1d02"))
    }

    @Test func `shows nobody whose requests they were who may not read records`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let page = await hall.get("/policies/drafts/\(draft.id)", as: hall.approver).text
        for words in ["no-usb", "build-people", "#1", "lost 2"] { #expect(page.contains(words), "\(words)") }
        for words in ["kim-7f3a", "7c1d02"] { #expect(!page.contains(words), "\(words)") }
    }

    @Test func `follows what is in force, and is not made over what its author did not see`() async throws {
        let hall = try await DeskHall()
        try await hall.addApprover()
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        let other = try await hall.propose()
        let seal = try #require(try await hall.policies.seal(of: other))
        let hand = PolicyHand(AccountName(stored: "park-22dd"), key: AuthenticatorID("key of park-22dd"))
        let order = PolicyChange.Order(DeskHall.mandate, by: hand)
        _ = try await hall.policies.approve(other.id, seen: seal, order)
        _ = try await hall.policies.activate(other.id, order)
        let late = await hall.post("/policies/new", form.body(text: "version: 1\n# mine"), as: hall.author)
        #expect(late.status == 409 && late.text.contains("# mine</textarea>"))
        #expect(try await hall.drafts.count == 1)
    }

    @Test func `in an emergency takes one security administrator, hours, and another to ratify it`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        let path = "/policies/drafts/\(draft.id)/emergency"
        let seen = draft.content.bundle.hex
        for hours in ["", "x", "9", "0"] {
            #expect(
                await hall.post(path, "seen=\(seen)&hours=\(hours)&reason=the+house+burns").status == 422, "\(hours)")
        }
        let other = try await hall.inForce.bundle.hex
        #expect(
            await hall.post(path, "seen=\(other)&hours=2&reason=the+house+burns").status == 409,
            "not this draft's files")
        let done = await hall.post(path, "seen=\(seen)&hours=2&reason=the+house+burns")
        #expect(done.header("Location") == "/policies/versions/2?done=yes")
        #expect(await hall.get("/policies", as: hall.auditor).text.contains("Not ratified"))
        let ratify = "/policies/versions/2/ratify"
        #expect(await hall.post(ratify, "reason=it+was+me").status == 403, "nobody ratifies their own")
        #expect(await hall.get("/policies/versions/2", as: hall.approver).text.contains(ratify))
        #expect(
            await hall.post(ratify, "reason=I+agree", as: hall.approver).header("Location")
                == "/policies/versions/2?done=yes")
        #expect(try await hall.inForce.isUnratified == false)
    }

    /// T19: the way back is a draft like any other.
    @Test func `back to an older version is a draft for another to approve`() async throws {
        let hall = try await DeskHall()
        let emergency = "/policies/drafts/\(try await hall.propose().id)/emergency"
        let seen = try #require(try await hall.drafts.first).content.bundle.hex
        #expect(await hall.post(emergency, "seen=\(seen)&hours=1&reason=the+house+burns").status == 303)
        #expect(await hall.get("/policies/versions/1", as: hall.author).text.contains("/policies/versions/1/rollback"))
        let answer = await hall.post("/policies/versions/1/rollback", "reason=it+was+better", as: hall.author)
        let back = try #require(try await hall.drafts.first { $0.purpose == .rollback(to: 1) })
        #expect(answer.header("Location") == "/policies/drafts/\(back.id)?done=yes")
        #expect(back.state == .open)
    }

    @Test func `is not offered where the folder is the truth, and refused in words`() async throws {
        let hall = try await DeskHall(rules: PolicyChangeRules(truth: .folder, signatures: 2))
        let page = await hall.get("/policies", as: hall.author).text
        #expect(page.contains("2 signatures") && !page.contains("/policies/new"))
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        let answer = await hall.post("/policies/new", form.body(text: "version: 1\n# x"), as: hall.author)
        #expect(answer.status == 409 && answer.text.contains("the policy is the files in its folder"))
    }

    /// T17: whoever looks at the policy sees that its folder was tampered with.
    @Test func `tells of a folder that somebody changed behind everybody's back`() async throws {
        let hall = try await DeskHall(tamperedAt: UnixTime(seconds: 1_795_309_200))
        for path in ["/policies", "/"] {
            #expect(await hall.get(path, as: hall.approver).text.contains("Changed by nobody who may"), "\(path)")
        }
    }

    @Test func `is not recorded and so not done, where records fail`() async throws {
        let hall = try await DeskHall()
        let form = try await PolicyForm(hall, "/policies/new", query: "file=rules.yaml")
        hall.record.breakDown()
        #expect(await hall.post("/policies/new", form.body(text: "version: 1\n# x"), as: hall.author).status == 503)
        #expect(await hall.get("/policies", as: hall.author).status == 503)
    }

    @Test(arguments: [
        "/policies/versions/0", "/policies/versions/01", "/policies/versions/99", "/policies/versions/x",
        "/policies/drafts/nobody", "/policies/drafts/nobody/approve", "/policies/else", "/policies/versions/1/undo",
    ])
    func `that is not there is not found`(path: String) async throws {
        #expect(try await DeskHall().get(path).status == 404)
    }
}
