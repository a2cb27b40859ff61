import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, T18: the history says who, when, what and approved by whom; T19: another than the author approves,
/// bound to what was examined.
@Suite struct `A change of the policy` {
    private let kim = PolicyRoom.kim
    private let lee = PolicyRoom.lee

    @Test func `comes into force when one wrote it and another approved it, both in the history (T18)`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        #expect(!room.knows("night_shift"))
        #expect(try await room.approve(draft).state != draft.state)
        #expect(!room.knows("night_shift"))
        let version = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        #expect((version.number, version.author, version.approver) == (2, kim.account, lee.account))
        #expect(version.cause == .change)
        #expect(room.knows("night_shift"))
        let record = room.house.record
        #expect(record.events(.policyDraft).map { $0.details["step"] } == ["proposed", "approved"])
        let change = try #require(record.events(.policyChanged).last)
        #expect(change.details["version"] == "2")
        #expect(change.details["approver"] == lee.account.text)
    }

    @Test func `is not approved by who wrote it, under whatever name their certificate goes (T19)`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        let twin = PolicyHand(AccountName(stored: "hong-41c2"), key: kim.key)
        for hand in [kim, twin] {
            await #expect(throws: AdministrationProblem.policy(.ownDraft)) {
                _ = try await room.approve(draft, by: hand)
            }
        }
    }

    @Test func `is not approved by who edited it`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        let edited = try await room.policies.edit(
            draft.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: nil, PolicyRoom.order(lee))
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) { _ = try await room.approve(edited) }
    }

    @Test func `names everybody who wrote in it, in the version and in the record (T18)`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        let edited = try await room.policies.edit(
            draft.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: nil,
            PolicyRoom.order(PolicyRoom.han))
        _ = try await room.approve(edited)
        let version = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        #expect(version.writers == [kim.account, PolicyRoom.han.account])
        #expect(try await room.inForce?.writers == version.writers)
        let details = try #require(room.house.record.events(.policyChanged).last?.details)
        #expect(details["author"] == "kim-7f3a" && details["writers"] == "kim-7f3a han-3d4e")
    }

    @Test func `is not taken into use when its approval is too old`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        let approved = try await room.approve(draft)
        let end = room.house.clock.now + .seconds(30 * 86400)
        guard case .approved(let approval) = approved.state else {
            Issue.record("not approved")
            return
        }
        #expect(approval.until == end)
        #expect(room.house.record.events(.policyDraft).last?.details["due"] == RFC3339.string(end))
        await #expect(throws: AdministrationProblem.policy(.badTime)) {
            _ = try await room.policies.schedule(draft.id, at: end, PolicyRoom.order(kim))
        }
        room.house.clock.advance(by: .seconds(30 * 86400))
        await #expect(throws: AdministrationProblem.policy(.approvalOver(since: end))) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
        #expect(!room.knows("night_shift"))
    }

    /// T19: what its approver may not say any more, nobody has said.
    @Test(arguments: PolicyRoom.Dismissal.allCases)
    func `is not taken into use when its approver was dismissed meanwhile`(_ how: PolicyRoom.Dismissal) async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        try await room.dismiss(lee.account, how)
        await #expect(throws: AdministrationProblem.policy(.approverGone(lee.account))) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
        #expect(!room.knows("night_shift"))
        // Looked at anew by another, it comes.
        let edited = try await room.policies.edit(
            draft.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: nil, PolicyRoom.order(kim))
        _ = try await room.approve(edited, by: PolicyRoom.han)
        _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
    }

    @Test func `that lowers a grade takes an approver who still is a security administrator (T34)`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose("lower")
        _ = try await room.approve(draft, by: PolicyRoom.han)
        try await room.house.administration.setRoles(
            [RoleName("staff"), RoleName("policy_approver")], of: PolicyRoom.han.account, House.operatorMandate)
        let lines = ["console fab: classified -> open"]
        await #expect(throws: AdministrationProblem.policy(.securityAdministratorNeeded(lines))) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
    }

    /// The two who administer beside staff are shut out by it, and a third is not: as long as they are there.
    @Test func `that shuts the last administrator out by now is neither approved nor taken into use`() async throws {
        let room = try await PolicyRoom()
        let (song, park) = (
            PolicyHand(AccountName(stored: "song-5e5e"), key: AuthenticatorID("cert-song")),
            AccountName(stored: "park-6f6f")
        )
        try await room.house.add(
            song.account.text, roles: ["policy_author"], certificate: Sample.certificate(4, serial: "04"))
        try await room.house.add(
            park.text, roles: ["security_admin"], certificate: Sample.certificate(5, serial: "05"))
        var files = try PolicyRoom.bundle().files.filter { $0.name != "security_admin.yaml" }
        files.append(.init(name: "security_admin.yaml", text: "excludes staff"))
        let apart = try PolicyBundle(files)
        let approved = try await room.approve(try await room.policies.propose(apart, PolicyRoom.order(song)))
        let open = try await room.policies.propose(apart, PolicyRoom.order(song))
        #expect(open.content.examination.isSound)
        try await room.house.administration.disable(park, House.operatorMandate)
        func isUnsound(_ step: () async throws -> Void) async {
            await #expect {
                try await step()
            } throws: {
                guard case AdministrationProblem.policy(.unsound(let lines)) = $0 else { return false }
                return lines.contains { $0.hasPrefix("kim-7f3a, security administrator, would be shut out") }
            }
        }
        await isUnsound { _ = try await room.approve(open) }
        await isUnsound { _ = try await room.policies.activate(approved.id, PolicyRoom.order(song)) }
        #expect(try await room.inForce?.number == 1)
    }

    @Test func `waits for no more than a year`() async throws {
        let room = try await PolicyRoom(approvalLife: .seconds(3 * 366 * 86400))
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        let year = room.house.clock.now + PolicyChange.longestWait
        await #expect(throws: AdministrationProblem.policy(.badTime)) {
            _ = try await room.policies.schedule(draft.id, at: year, PolicyRoom.order(kim))
        }
        _ = try await room.policies.schedule(draft.id, at: year + .seconds(-1), PolicyRoom.order(kim))
    }

    @Test func `that lowers a grade is approved by a security administrator alone (T34)`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose("lower")
        let lines = try PolicyExamination(draft.content.examination).lowered
        #expect(lines == ["console fab: classified -> open"])
        await #expect(throws: AdministrationProblem.policy(.securityAdministratorNeeded(lines))) {
            _ = try await room.approve(draft)
        }
        _ = try await room.approve(draft, by: PolicyRoom.han)
        #expect(try await room.policies.activate(draft.id, PolicyRoom.order(kim)).approver == PolicyRoom.han.account)
    }

    @Test func `is void when it was edited after its approval`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        _ = try await room.policies.edit(
            draft.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: draft.content.bundle,
            PolicyRoom.order(kim))
        await #expect(throws: AdministrationProblem.policy(.notApproved)) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
        let seal = try #require(try await room.policies.seal(of: draft))
        await #expect(throws: AdministrationProblem.policy(.changedSinceSeen)) {
            _ = try await room.policies.approve(draft.id, seen: seal, PolicyRoom.order(lee))
        }
    }

    @Test func `is void when another version came into force`() async throws {
        let room = try await PolicyRoom()
        let (first, second) = (try await room.propose(), try await room.propose("day_shift"))
        _ = try await room.approve(first)
        _ = try await room.approve(second)
        _ = try await room.policies.activate(second.id, PolicyRoom.order(lee))
        await #expect(throws: AdministrationProblem.policy(.outdated(base: 1, current: 2))) {
            _ = try await room.policies.activate(first.id, PolicyRoom.order(kim))
        }
        #expect(!room.knows("night_shift"))
    }

    @Test func `is kept when it is wrong, and not approved`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose("broken")
        #expect(!draft.content.examination.isSound)
        await #expect(throws: AdministrationProblem.policy(.unsound(["broken.yaml:1:1: is broken"]))) {
            _ = try await room.approve(draft)
        }
    }

    @Test func `that cannot be taken into use changes nothing, not even the record`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose("late")
        _ = try await room.approve(draft)
        await #expect(throws: AdministrationProblem.policy(.unsound(["console fab: its certificate is not there"]))) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
        #expect(room.house.record.events(.policyChanged).count == 1)
    }

    @Test func `that cannot be recorded does not come into force`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        room.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        }
        #expect(!room.knows("night_shift"))
        #expect(try await room.inForce?.number == 1)
    }

    @Test func `is told in its examination, thing by thing`() async throws {
        let room = try await PolicyRoom()
        let examination = try PolicyExamination(try await room.propose().content.examination)
        #expect(
            examination.changes == [PolicyAlteration(change: .added, section: "roles", name: "night_shift")])
        #expect(examination.replay == nil)
        #expect(examination.isSound)
    }

    @Test func `is nothing where the folder is the truth`() async throws {
        let room = try await PolicyRoom(truth: .folder)
        await #expect(throws: AdministrationProblem.policy(.folderRules)) { _ = try await room.propose() }
    }

    @Test func `goes back like any other`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        let back = try await room.policies.rollBack(to: 1, PolicyRoom.order(kim, "partners lost the console"))
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) { _ = try await room.approve(back, by: kim) }
        _ = try await room.approve(back)
        #expect(try await room.policies.activate(back.id, PolicyRoom.order(lee)).cause == .rollback)
        #expect(!room.knows("night_shift"))
    }

    @Test func `that goes back is a change like any other once somebody wrote in it`() async throws {
        let room = try await PolicyRoom()
        _ = try await room.approve(try await room.propose())
        _ = try await room.policies.activate(
            try #require(try await room.house.sqlite.openPolicyDrafts().first).id, PolicyRoom.order(kim))
        let back = try await room.policies.rollBack(to: 1, PolicyRoom.order(kim, "partners lost the console"))
        let edited = try await room.policies.edit(
            back.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: nil, PolicyRoom.order(kim))
        _ = try await room.approve(edited)
        #expect(try await room.policies.activate(back.id, PolicyRoom.order(lee)).cause == .change)
    }
}

@Suite struct `A policy that would shut people out` {
    private func obstacles(_ roles: [String]) async throws -> [String] {
        try await obstacles(in: try PolicyRoom.bundle(roles))
    }

    private func obstacles(in bundle: PolicyBundle, ofTwo: Bool = false) async throws -> [String] {
        let room = try await PolicyRoom(withThird: !ofTwo)
        let draft = try await room.policies.propose(bundle, PolicyRoom.order(PolicyRoom.kim))
        #expect(!draft.content.examination.isSound)
        return try PolicyExamination(draft.content.examination).shutOut
    }

    @Test func `names its author`() async throws {
        let lines = try await obstacles(["staff", "policy_author", "policy_approver"])
        #expect(lines.contains { $0.hasPrefix("kim-7f3a, who wrote this, would be shut out") })
        #expect(lines.contains { $0.hasPrefix("kim-7f3a, security administrator, would be shut out") })
    }

    @Test func `by making their roles ones for programs is refused, as the door would refuse them`() async throws {
        let files = PolicyRoom.roles.map { PolicyBundle.File(name: "\($0).yaml", text: "service") }
        let lines = try await obstacles(in: try PolicyBundle(files))
        #expect(
            lines.contains(
                "kim-7f3a, who wrote this, would be shut out: the role 'security_admin' would be for another use of accounts than 'person'"
            ))
        #expect(lines.contains { $0.hasPrefix("han-3d4e, security administrator, would be shut out") })
    }

    @Test func `by setting roles apart that one person holds is refused`() async throws {
        var files = try PolicyRoom.bundle().files.filter { $0.name != "security_admin.yaml" }
        files.append(.init(name: "security_admin.yaml", text: "excludes staff"))
        let lines = try await obstacles(in: try PolicyBundle(files))
        #expect(lines.contains { $0.hasPrefix("kim-7f3a, who wrote this, would be shut out") })
    }

    @Test func `says when nobody could approve the next one`() async throws {
        let lines = try await obstacles(
            in: try PolicyRoom.bundle(["staff", "security_admin", "policy_author", "auditor"]), ofTwo: true)
        #expect(
            lines == [
                "no two people would be left of whom one could write a change of the policy and the other approve it"
            ])
    }
}

@Suite struct `Time, for a policy` {
    @Test func `brings what was approved for it, once`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        let due = room.house.clock.now + .seconds(7200)
        await #expect(throws: AdministrationProblem.policy(.notApproved)) {
            _ = try await room.policies.schedule(draft.id, at: due, PolicyRoom.order(PolicyRoom.kim))
        }
        _ = try await room.approve(draft)
        await #expect(throws: AdministrationProblem.policy(.badTime)) {
            _ = try await room.policies.schedule(
                draft.id, at: room.house.clock.now, PolicyRoom.order(PolicyRoom.kim))
        }
        _ = try await room.policies.schedule(draft.id, at: due, PolicyRoom.order(PolicyRoom.kim))
        try await room.settle()
        #expect(!room.knows("night_shift"))
        room.house.clock.advance(by: .seconds(7200))
        try await room.settle()
        #expect(room.knows("night_shift"))
        try await room.settle()
        #expect(try await room.inForce?.number == 2)
    }

    @Test func `leaves what cannot be taken for people to look at, and says so once`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose("late")
        _ = try await room.approve(draft)
        _ = try await room.policies.schedule(
            draft.id, at: room.house.clock.now + .seconds(60), PolicyRoom.order(PolicyRoom.kim))
        room.house.clock.advance(by: .seconds(60))
        try await room.settle()
        try await room.settle()
        let steps = room.house.record.events(.policyDraft).map { $0.details["step"] }
        #expect(steps == ["proposed", "approved", "scheduled", "overtaken"])
        let told = room.house.warnings.all.filter { $0.event == .policyOvertaken }.compactMap(\.audience.recipient)
        #expect(Set(told) == [PolicyRoom.kim.account, PolicyRoom.lee.account, PolicyRoom.han.account])
        #expect(!room.knows("late"))
    }

    @Test func `brings nothing whose approver was dismissed meanwhile`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.approve(draft)
        _ = try await room.policies.schedule(
            draft.id, at: room.house.clock.now + .seconds(60), PolicyRoom.order(PolicyRoom.kim))
        try await room.dismiss(PolicyRoom.lee.account, .disabled)
        room.house.clock.advance(by: .seconds(60))
        try await room.settle()
        #expect(!room.knows("night_shift"))
        let last = try #require(room.house.record.events(.policyDraft).last)
        #expect(last.details["step"] == "overtaken")
        #expect(last.details["problem"]?.contains("lee-90aa, who approved it") == true)
    }

    @Test func `ends an emergency that nobody ratified, and the one before is back`() async throws {
        let room = try await PolicyRoom()
        let order = PolicyRoom.order(PolicyRoom.kim, "incident 23")
        await #expect(throws: AdministrationProblem.policy(.hours(limit: 4))) {
            _ = try await room.policies.changeInEmergency(
                try PolicyRoom.bundle(PolicyRoom.roles, "open"), hours: 5, order)
        }
        let version = try await room.policies.changeInEmergency(
            try PolicyRoom.bundle(PolicyRoom.roles, "open"), hours: 2, order)
        #expect(room.knows("open"))
        #expect(room.house.warnings.toOfficer.last?.event == .policyEmergency)
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) {
            _ = try await room.policies.ratify(version.number, order)
        }
        await #expect(throws: AdministrationProblem.policy(.emergencyRuns(version: 2))) {
            _ = try await room.policies.changeInEmergency(
                try PolicyRoom.bundle(PolicyRoom.roles, "wide_open"), hours: 1, order)
        }
        room.house.clock.advance(by: .seconds(7199))
        try await room.settle()
        #expect(room.knows("open"))
        room.house.clock.advance(by: .seconds(1))
        try await room.settle()
        #expect(!room.knows("open"))
        #expect(try await room.inForce?.cause == .restored)
        #expect(room.house.warnings.toOfficer.last?.event == .policyRestored)
    }

    @Test func `does not end an emergency that another ratified`() async throws {
        let room = try await PolicyRoom()
        let version = try await room.policies.changeInEmergency(
            try PolicyRoom.bundle(PolicyRoom.roles, "open"), hours: 1, PolicyRoom.order(PolicyRoom.kim, "incident 23"))
        _ = try await room.policies.ratify(version.number, PolicyRoom.order(PolicyRoom.lee, "seen"))
        room.house.clock.advance(by: .seconds(3600))
        try await room.settle()
        #expect(room.knows("open"))
        await #expect(throws: AdministrationProblem.policy(.noEmergency)) {
            _ = try await room.policies.ratify(version.number, PolicyRoom.order(PolicyRoom.lee, "seen again"))
        }
    }
}

@Suite struct `An emergency change that nobody ratified yet` {
    private let kim = PolicyRoom.kim
    private let lee = PolicyRoom.lee
    private let han = PolicyRoom.han

    private func began(_ extra: String = "open", in room: PolicyRoom) async throws -> PolicyVersion {
        try await room.policies.changeInEmergency(
            try PolicyRoom.bundle(PolicyRoom.roles, extra), hours: 1, PolicyRoom.order(kim, "incident 23"))
    }

    @Test func `has its author's hand in all that follows (T19)`() async throws {
        let room = try await PolicyRoom()
        _ = try await began(in: room)
        let draft = try await room.policies.propose(
            try PolicyRoom.bundle(PolicyRoom.roles + ["open"], "wider"), PolicyRoom.order(han))
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) { _ = try await room.approve(draft, by: kim) }
        let twin = PolicyHand(AccountName(stored: "hong-41c2"), key: kim.key)
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) { _ = try await room.approve(draft, by: twin) }
        #expect(try await room.policies.activate(approved(draft, in: room), PolicyRoom.order(kim)).cause == .change)
    }

    private func approved(_ draft: PolicyDraft, in room: PolicyRoom) async throws -> String {
        try await room.approve(draft, by: lee).id
    }

    @Test func `is shown to who approves what follows, beside the version before it (T18)`() async throws {
        let room = try await PolicyRoom()
        _ = try await began(in: room)
        let draft = try await room.policies.propose(
            try PolicyRoom.bundle(PolicyRoom.roles + ["open"], "wider"), PolicyRoom.order(kim))
        let examination = try PolicyExamination(draft.content.examination)
        #expect(examination.beside == 1)
        #expect(Set(examination.changes.map(\.name)) == ["open", "wider"])
    }

    @Test func `is among what the draft is shown to change, where somebody wrote a comment over it (T18)`() async throws
    {
        let room = try await PolicyRoom()
        _ = try await began(in: room)
        let draft = try await room.policies.propose(
            try PolicyRoom.bundle(PolicyRoom.roles + ["open"], "comment"), PolicyRoom.order(kim))
        #expect(try room.policies.ground(of: draft) == 1)
        let shown = try await room.policies.findings(of: draft).changes
        #expect(Set(shown.map(\.name)) == ["open", "comment"])
        #expect(try PolicyExamination(draft.content.examination).changes == shown)
    }

    @Test func `is no ground of its author's any more once another ratified it`() async throws {
        let room = try await PolicyRoom()
        let version = try await began(in: room)
        _ = try await room.policies.ratify(version.number, PolicyRoom.order(lee, "seen"))
        let draft = try await room.policies.propose(
            try PolicyRoom.bundle(PolicyRoom.roles + ["open"], "wider"), PolicyRoom.order(han))
        #expect(try PolicyExamination(draft.content.examination).beside == version.number)
        _ = try await room.approve(draft, by: kim)
    }

    @Test func `that lowers a grade is ratified by a security administrator (T34)`() async throws {
        let room = try await PolicyRoom()
        let version = try await began("lower", in: room)
        await #expect(
            throws: AdministrationProblem.policy(.securityAdministratorNeeded(["console fab: classified -> open"]))
        ) {
            _ = try await room.policies.ratify(version.number, PolicyRoom.order(lee, "seen"))
        }
        _ = try await room.policies.ratify(version.number, PolicyRoom.order(han, "seen"))
    }
}

@Suite struct `An emergency that is over, when the version before it cannot come back` {
    private let kim = PolicyRoom.kim
    private let lee = PolicyRoom.lee
    private let han = PolicyRoom.han

    private func lapsed() async throws -> PolicyRoom {
        let room = try await PolicyRoom()
        _ = try await room.policies.changeInEmergency(
            try PolicyRoom.bundle(PolicyRoom.roles, "open"), hours: 1, PolicyRoom.order(kim, "incident 23"))
        room.workshop.spoil(try PolicyRoom.bundle())
        room.house.clock.advance(by: .seconds(3600))
        try await room.settle()
        return room
    }

    @Test func `permits nothing any more, and is told as critical, once an hour`() async throws {
        let room = try await lapsed()
        #expect(room.workshop.isSuspended)
        #expect(try await room.inForce?.cause == .emergency)
        let told = { room.house.warnings.toOfficer.filter { $0.event == .policyStuck } }
        #expect(told().map(\.severity) == [.critical])
        try await room.settle()
        #expect(told().count == 1)
        #expect(room.house.record.events(.policyDraft).filter { $0.details["step"] == "suspended" }.count == 1)
        room.house.clock.advance(by: .seconds(3600))
        try await room.settle()
        #expect(told().count == 2)
    }

    @Test func `is tried again, and the version before it is back`() async throws {
        let room = try await lapsed()
        room.workshop.spoil(nil)
        try await room.settle()
        #expect(room.workshop.isSuspended)
        room.house.clock.advance(by: .seconds(60))
        try await room.settle()
        #expect(!room.workshop.isSuspended)
        #expect(try await room.inForce?.cause == .restored)
        #expect(!room.knows("open"))
    }

    @Test func `is in force again when another ratifies it`() async throws {
        let room = try await lapsed()
        await #expect(throws: AdministrationProblem.policy(.ownDraft)) {
            _ = try await room.policies.ratify(2, PolicyRoom.order(kim, "mine"))
        }
        // Nobody can tell what it lowers.
        await #expect(throws: AdministrationProblem.self) {
            _ = try await room.policies.ratify(2, PolicyRoom.order(lee, "seen"))
        }
        _ = try await room.policies.ratify(2, PolicyRoom.order(han, "seen"))
        #expect(!room.workshop.isSuspended)
        #expect(room.knows("open"))
    }

    @Test func `gives way to what two others bring, also at its time`() async throws {
        let room = try await lapsed()
        let draft = try await room.policies.propose(
            try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), PolicyRoom.order(lee))
        _ = try await room.approve(draft, by: han)
        _ = try await room.policies.schedule(
            draft.id, at: room.house.clock.now + .seconds(10), PolicyRoom.order(lee))
        room.house.clock.advance(by: .seconds(10))
        try await room.settle()
        #expect(!room.workshop.isSuspended)
        #expect(room.knows("day_shift"))
    }
}

@Suite struct `The folder of a site where it is the truth` {
    @Test func `has the names of those who signed in version and record (T18)`() async throws {
        let room = try await PolicyRoom(truth: .folder)
        let files = try PolicyRoom.bundle(PolicyRoom.roles, "night_shift")
        let signing = PolicyVersion.Signing(serial: 7, signers: ["CN=김문지,O=예시", "key 00ff"])
        let (version, isNew) = try await room.policies.note(
            files, Sample.digest(5), as: .signedFile, signing: signing, at: room.house.clock.now,
            requestID: PolicyRoom.requestID)
        #expect(isNew)
        #expect(version.signing == signing)
        #expect(try await room.inForce?.signing == signing)
        let record = try #require(room.house.record.events(.policyChanged).last)
        #expect(record.details["approver"] == "CN=김문지,O=예시; key 00ff")
    }

    @Test func `brings nothing that cannot be recorded`() async throws {
        let room = try await PolicyRoom(truth: .folder)
        room.house.record.breakDown()
        await #expect(throws: AccessFailure.self) {
            _ = try await room.policies.note(
                try PolicyRoom.bundle(PolicyRoom.roles, "night_shift"), Sample.digest(5), as: .file,
                at: room.house.clock.now, requestID: PolicyRoom.requestID)
        }
        #expect(try await room.inForce?.number == 1)
    }
}

@Suite struct `Drafts that came to nothing` {
    @Test func `are forgotten after a year, which is recorded; versions stay`() async throws {
        let room = try await PolicyRoom()
        let dropped = try await room.propose("dropped")
        _ = try await room.policies.drop(dropped.id, PolicyRoom.order(PolicyRoom.kim))
        let overtaken = try await room.propose("overtaken")
        let taken = try await room.propose()
        _ = try await room.approve(taken)
        _ = try await room.policies.activate(taken.id, PolicyRoom.order(PolicyRoom.kim))
        room.house.clock.advance(by: .seconds(300 * 86400))
        let open = try await room.propose("day_shift")
        room.house.clock.advance(by: .seconds(66 * 86400 + 1))
        try await room.policies.forgetStaleDrafts(at: room.house.clock.now, requestID: PolicyRoom.requestID)
        let left = try await room.house.sqlite.policyDrafts(limit: 9).map(\.id)
        #expect(Set(left) == [taken.id, open.id])
        let forgotten = room.house.record.events(.policyDraft).filter { $0.details["step"] == "forgotten" }
        #expect(Set(forgotten.map { $0.details["draft"] }) == [dropped.id, overtaken.id])
        #expect(try await room.house.sqlite.policyBundle(dropped.content.bundle) == nil)
        #expect(try await room.house.sqlite.policyBundle(taken.content.bundle) != nil)
    }
}
