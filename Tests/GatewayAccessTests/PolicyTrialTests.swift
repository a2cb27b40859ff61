import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Issue 5, point 9: a draft is tried on real requests before anybody approves it.
@Suite struct `A trial of a draft` {
    private let kim = PolicyRoom.kim
    private let lee = PolicyRoom.lee
    private let day = Duration.seconds(86400)

    private func steps(_ room: PolicyRoom) -> [String] {
        room.house.record.events(.policyDraft).compactMap { $0.details["step"] }
    }

    /// A room with a draft on trial since now.
    private func trying(_ length: PolicyChange.TrialLength = .usual) async throws -> (PolicyRoom, PolicyDraft) {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        _ = try await room.policies.tryOut(draft.id, for: length, PolicyRoom.order(lee))
        #expect(room.policies.trial(of: draft) != nil)
        return (room, draft)
    }

    private func expectOver(_ room: PolicyRoom, because reason: String) async throws {
        #expect(room.workshop.onTrial == nil && room.policies.onTrial == nil)
        #expect(try await room.house.sqlite.policyTrial() == nil)
        let record = try #require(room.house.record.events(.policyDraft).last { $0.details["step"] == "trial_ended" })
        #expect(record.statedReason == reason)
    }

    @Test func `is begun by whoever approves, recorded, and decides nothing`() async throws {
        let (room, draft) = try await trying()
        let tried = try #require(room.workshop.onTrial)
        #expect(tried.definition.roles[RoleName("night_shift")] != nil)
        #expect(!room.knows("night_shift"))
        let record = try #require(room.house.record.events(.policyDraft).last)
        #expect(record.actor == .administrator(lee.account) && record.details["step"] == "trial_started")
        #expect(record.details["draft"] == draft.id && record.details["trial"] == tried.sha256.hex)
        #expect(record.details["due"] == RFC3339.string(room.house.clock.now + .seconds(7 * 86400)))
        #expect(try await room.house.sqlite.policyTrial() == room.policies.onTrial)
        // It may be approved meanwhile, and stays on trial.
        _ = try await room.approve(draft)
        try await room.settle()
        #expect(room.workshop.onTrial === tried)
    }

    @Test func `is one at a time, and the other is named`() async throws {
        let (room, first) = try await trying()
        let second = try await room.propose("day_shift")
        await #expect(throws: AdministrationProblem.policy(.trialRuns(draft: first.id))) {
            _ = try await room.policies.tryOut(second.id, PolicyRoom.order(kim))
        }
        _ = try await room.policies.endTrial(of: first.id, PolicyRoom.order(kim, "seen enough of it"))
        try await expectOver(room, because: "seen enough of it")
        _ = try await room.policies.tryOut(second.id, PolicyRoom.order(kim))
        #expect(room.policies.onTrial?.draft == second.id)
        await #expect(throws: AdministrationProblem.policy(.notOnTrial)) {
            _ = try await room.policies.endTrial(of: first.id, PolicyRoom.order(kim))
        }
    }

    @Test func `takes a sound draft over the version in force, as it was seen`() async throws {
        let room = try await PolicyRoom()
        let broken = try await room.propose("broken")
        await #expect(throws: AdministrationProblem.policy(.unsound(["broken.yaml:1:1: is broken"]))) {
            _ = try await room.policies.tryOut(broken.id, PolicyRoom.order(kim))
        }
        let (old, new) = (try await room.propose(), try await room.propose("day_shift"))
        await #expect(throws: AdministrationProblem.policy(.changedSinceSeen)) {
            _ = try await room.policies.tryOut(old.id, seen: new.content.bundle, PolicyRoom.order(kim))
        }
        _ = try await room.approve(new)
        _ = try await room.policies.activate(new.id, PolicyRoom.order(kim))
        await #expect(throws: AdministrationProblem.policy(.outdated(base: 1, current: 2))) {
            _ = try await room.policies.tryOut(old.id, PolicyRoom.order(kim))
        }
        await #expect(throws: AdministrationProblem.notFound(.policyDraft)) {
            _ = try await room.policies.tryOut(new.id, PolicyRoom.order(kim))
        }
        #expect(!steps(room).contains("trial_started"))
    }

    @Test(arguments: [-1, 0, 32, Int.max]) func `lasts from one day to 31`(days: Int) async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        await #expect(throws: AdministrationProblem.policy(.trialTime(days: 31))) {
            _ = try await room.policies.tryOut(draft.id, for: .days(days), PolicyRoom.order(kim))
        }
        for end in [room.house.clock.now, room.house.clock.now + .seconds(31 * 86400 + 1)] {
            await #expect(throws: AdministrationProblem.policy(.trialTime(days: 31))) {
                _ = try await room.policies.tryOut(draft.id, for: .until(end), PolicyRoom.order(kim))
            }
        }
        _ = try await room.policies.tryOut(draft.id, for: .days(31), PolicyRoom.order(kim))
    }

    @Test func `ends by its time, and not a moment before`() async throws {
        let (room, _) = try await trying(.days(2))
        room.house.clock.advance(by: day + day - .milliseconds(1))
        try await room.settle()
        #expect(room.workshop.onTrial != nil)
        room.house.clock.advance(by: .milliseconds(1))
        try await room.settle()
        try await expectOver(room, because: "the time of its trial is over")
        #expect(room.house.record.events(.policyDraft).last?.actor == .gateway)
        try await room.settle()
        #expect(steps(room).count { $0 == "trial_ended" } == 1)
    }

    @Test func `ends with an edit`() async throws {
        let (room, draft) = try await trying()
        let edited = try await room.policies.edit(
            draft.id, to: try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), seen: nil, PolicyRoom.order(kim))
        try await expectOver(room, because: "the draft was edited")
        _ = try await room.policies.tryOut(edited.id, PolicyRoom.order(kim))
    }

    @Test func `ends when the draft is dropped or rejected`() async throws {
        let (room, draft) = try await trying()
        _ = try await room.policies.drop(draft.id, PolicyRoom.order(kim))
        try await expectOver(room, because: "the draft was rejected or dropped")
        let (other, rejected) = try await trying()
        _ = try await other.policies.reject(rejected.id, PolicyRoom.order(lee))
        try await expectOver(other, because: "the draft was rejected or dropped")
    }

    @Test func `ends when the draft comes into force, by order and by the clock`() async throws {
        let (room, draft) = try await trying()
        _ = try await room.approve(draft)
        _ = try await room.policies.activate(draft.id, PolicyRoom.order(kim))
        try await expectOver(room, because: "the draft came into force")
        let (other, scheduled) = try await trying()
        _ = try await other.approve(scheduled)
        _ = try await other.policies.schedule(
            scheduled.id, at: other.house.clock.now + day, PolicyRoom.order(kim))
        other.house.clock.advance(by: day)
        try await other.settle()
        #expect(other.knows("night_shift"))
        try await expectOver(other, because: "the draft came into force")
    }

    @Test func `ends when another version comes into force`() async throws {
        let (room, _) = try await trying()
        _ = try await room.policies.changeInEmergency(
            try PolicyRoom.bundle(PolicyRoom.roles, "day_shift"), hours: 1, PolicyRoom.order(kim))
        try await expectOver(room, because: "another version came into force")
    }

    @Test func `is gone on with by a node that starts`() async throws {
        let (room, draft) = try await trying()
        let workshop = SmallWorkshop()
        let restarted = PolicyChange(
            access: room.house.access, store: room.house.sqlite, workshop: workshop,
            rules: PolicyChangeRules(truth: .store))
        #expect(restarted.onTrial == nil)
        try await restarted.settle(at: room.house.clock.now, requestID: PolicyRoom.requestID)
        #expect(restarted.trial(of: draft) == room.policies.onTrial)
        #expect(workshop.onTrial?.sha256 == room.policies.onTrial?.policy)
        // What one process ended, the other asks no more.
        _ = try await restarted.endTrial(of: draft.id, PolicyRoom.order(kim))
        try await room.settle()
        #expect(room.workshop.onTrial == nil)
        #expect(steps(room).count { $0 == "trial_ended" } == 1)
    }

    @Test func `ends with a record where it cannot be read any more, and stops nothing else`() async throws {
        let (room, draft) = try await trying()
        room.workshop.spoil(try await room.policies.bundle(draft.content.bundle))
        try await room.settle()
        #expect(room.workshop.onTrial != nil)
        // The configuration is read anew.
        room.policies.readTrialAnew()
        try await room.settle()
        try await expectOver(room, because: "it cannot be read here any more")
        #expect(try await room.inForce?.number == 1)
        #expect(
            try await room.policies.draft(draft.id, readBy: .gateway, requestID: PolicyRoom.requestID).state == .open)
    }

    @Test func `neither begins nor ends without its record`() async throws {
        let room = try await PolicyRoom()
        let draft = try await room.propose()
        room.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await room.policies.tryOut(draft.id, PolicyRoom.order(kim))
        }
        #expect(room.workshop.onTrial == nil)
        #expect(try await room.house.sqlite.policyTrial() == nil)
        let (other, tried) = try await trying()
        other.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            _ = try await other.policies.endTrial(of: tried.id, PolicyRoom.order(kim))
        }
        #expect(other.workshop.onTrial != nil)
    }

    @Test func `is nothing where the folder is the truth`() async throws {
        let room = try await PolicyRoom(truth: .folder)
        await #expect(throws: AdministrationProblem.policy(.folderRules)) {
            _ = try await room.policies.tryOut("d-1", PolicyRoom.order(kim))
        }
        await #expect(throws: AdministrationProblem.policy(.folderRules)) {
            _ = try await room.policies.endTrial(of: "d-1", PolicyRoom.order(kim))
        }
    }
}
