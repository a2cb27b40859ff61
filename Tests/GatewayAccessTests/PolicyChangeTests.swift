import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, T18: change by another than the author, bound to what was examined.
@Suite struct `A change of the policy` {
    private let kim = PolicyRoom.kim
    private let lee = PolicyRoom.lee

    @Test func `comes into force when one wrote it and another approved it (T18)`() async throws {
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

    @Test func `is not approved by who wrote it, under whatever name their certificate goes (T18)`() async throws {
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

    @Test func `goes back like any other (T19)`() async throws {
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
}

@Suite struct `A policy that would shut people out` {
    private func obstacles(_ roles: [String]) async throws -> [String] {
        let room = try await PolicyRoom()
        let draft = try await room.policies.propose(try PolicyRoom.bundle(roles), PolicyRoom.order(PolicyRoom.kim))
        #expect(!draft.content.examination.isSound)
        return try PolicyExamination(draft.content.examination).shutOut
    }

    @Test func `names its author`() async throws {
        let lines = try await obstacles(["staff", "policy_author", "policy_approver"])
        #expect(lines.contains { $0.hasPrefix("kim-7f3a, who wrote this, would be shut out") })
        #expect(lines.contains { $0.hasPrefix("kim-7f3a, security administrator, would be shut out") })
    }

    @Test func `says when nobody could approve the next one`() async throws {
        let lines = try await obstacles(["staff", "security_admin", "policy_author", "auditor"])
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
        #expect(!room.knows("late"))
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
