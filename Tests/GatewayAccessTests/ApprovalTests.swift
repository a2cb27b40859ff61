import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Approvals at run time (NCT3-*, NCT2-1-P2; T84, T101): distinct groups, each with people of its own.
@Suite struct `An approval` {
    private let house: House

    init() async throws {
        house = try await House(
            policy: try HousePolicy.snapshot { definition in
                definition.approvals[ApprovalName("two_person")] = Approval(
                    approvers: [
                        ApproverGroup(roles: [RoleName("security_admin")], count: 1),
                        ApproverGroup(roles: [RoleName("engineer")], count: 1),
                    ], isDistinctFromRequester: true, maximumLife: .seconds(4 * 3600))
                definition.approvals[.pledge] = Approval(renewal: .seconds(365 * 86400))
                for name in [ApprovalName.exportPermission, ApprovalName("notification")] {
                    definition.approvals[name] = Approval(
                        document: ApprovalDocument(kinds: [.exportNotification], fields: [.reference, .technologies]))
                }
            })
        try await house.add("kim-7f3a", certificate: Sample.certificate(0x50, serial: "50"))
        for (index, name) in ["sec-4d5e", "sec-9f9f"].enumerated() {
            try await house.add(
                name, roles: ["security_admin"],
                certificate: Sample.certificate(UInt8(0x51 + index), serial: "5\(1 + index)"))
        }
        try await house.add("eng-1a2b", roles: ["engineer"], certificate: Sample.certificate(0x55, serial: "55"))
    }

    private func by(_ name: String) -> Mandate { House.mandate(.administrator(AccountName(stored: name))) }
    private let kim = AccountName(stored: "kim-7f3a")

    private func wanted(_ name: String = "two_person", hours: Int = 4) -> NewApproval {
        NewApproval(
            account: kim, name: ApprovalName(name), from: house.clock.now,
            to: house.clock.now + .seconds(hours * 3600))
    }

    private func held() async throws -> [HeldApproval] {
        house.access.circumstances(
            of: try #require(try await house.store.account(kim)), certificate: Sample.certificate(0x50, serial: "50"),
            session: nil, source: Sample.address, at: house.clock.now
        ).approvals
    }

    @Test func `holds once each group has given its word, and not before`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("kim-7f3a"))
        let half = try await house.administration.approveApproval(request.id, by("sec-4d5e"))
        #expect(half.decision == nil && house.administration.ballot(on: half)?.missing == 1)
        #expect(
            house.administration.ballot(on: half)?.groups.map { $0.voters.map(\.text) } == [["sec-4d5e"], []])
        #expect(try await held().isEmpty)
        let whole = try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        #expect(whole.decision?.verdict == .given)
        #expect(try await held().map(\.name.text) == ["two_person"])
        // A replayed vote meets a request that is decided.
        await #expect(throws: AdministrationProblem.notFound(.approval)) {
            try await house.administration.approveApproval(request.id, by("sec-9f9f"))
        }
    }

    @Test func `is never given by its applicant, twice by one, or by whom no group names`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("sec-4d5e"))
        for name in ["sec-4d5e", "kim-7f3a"] {
            await #expect(throws: AdministrationProblem.ownRequest) {
                try await house.administration.approveApproval(request.id, by(name))
            }
        }
        _ = try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        await #expect(throws: AdministrationProblem.approval(.votedAlready)) {
            try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        }
        try await house.add("lee-90aa", certificate: Sample.certificate(0x56, serial: "56"))
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.approveApproval(request.id, by("lee-90aa"))
        }
        #expect(try await held().isEmpty)
    }

    /// Else one person is two groups: once by their certificate, once by the number of the process that opened the socket.
    @Test func `takes no vote from the control socket, under whatever number`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("kim-7f3a"))
        _ = try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        for number: UInt32 in [0, 1000] {
            let socket = House.mandate(.controlSocket(uid: number))
            await #expect(throws: AdministrationProblem.approval(.personNeeded)) {
                try await house.administration.approveApproval(request.id, socket)
            }
            await #expect(throws: AdministrationProblem.approval(.personNeeded)) {
                try await house.administration.rejectApproval(request.id, socket)
            }
        }
        #expect(try await held().isEmpty)
        // Nor does one that was counted so once.
        try await house.sqlite.cast(
            .init(by: AccountName(stored: "uid:0"), at: house.clock.now, reason: "of old"), on: request.id,
            completing: nil)
        let open = try #require(try await house.sqlite.approval(request.id))
        #expect(house.administration.ballot(on: open)?.missing == 1)
        // It asks for what it does not vote on, and takes back.
        let entered = try await house.administration.requestApproval(
            wanted("pledge", hours: 24), House.operatorMandate)
        #expect(
            try await house.administration.withdrawApproval(entered.id, House.operatorMandate).decision?.verdict
                == .withdrawn)
    }

    @Test func `does not count the vote of somebody who lost the role meanwhile`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("kim-7f3a"))
        _ = try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        try await house.administration.disable(AccountName(stored: "eng-1a2b"), House.operatorMandate)
        let open = try await house.administration.approveApproval(request.id, by("sec-4d5e"))
        #expect(open.decision == nil)
        #expect(try await held().isEmpty)
    }

    @Test func `is not asked for longer than the policy lets it hold, nor under a name it does not define`()
        async throws
    {
        await #expect(throws: AdministrationProblem.approval(.tooLong(.seconds(4 * 3600)))) {
            try await house.administration.requestApproval(wanted(hours: 5), by("kim-7f3a"))
        }
        await #expect(throws: AdministrationProblem.approval(.unknown(ApprovalName("made_up")))) {
            try await house.administration.requestApproval(wanted("made_up"), by("kim-7f3a"))
        }
        await #expect(throws: AdministrationProblem.approval(.notTheirs)) {
            try await house.administration.requestApproval(wanted(), by("eng-1a2b"))
        }
    }

    @Test func `that nobody votes on is entered by a security administrator, for somebody else`() async throws {
        let entered = try await house.administration.requestApproval(wanted("pledge", hours: 24), by("sec-4d5e"))
        #expect(entered.decision?.verdict == .given)
        #expect(try await held().map(\.name) == [.pledge])
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.requestApproval(wanted("pledge", hours: 24), by("kim-7f3a"))
        }
    }

    /// NCT3-1-U1: an export permission without its number is none.
    @Test(arguments: [ApprovalName.grant, .exportPermission, ApprovalName("notification")])
    func `that rests on a document is not entered without one`(_ name: ApprovalName) async throws {
        await #expect(throws: AdministrationProblem.approval(.notAskedForHere(name))) {
            try await house.administration.requestApproval(wanted(name.text), by("sec-4d5e"))
        }
        #expect(try await held().isEmpty)
    }

    @Test func `is seen by those it concerns, and by nobody else`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("kim-7f3a"))
        try await house.add("lee-90aa", certificate: Sample.certificate(0x56, serial: "56"))
        let requestID = RequestID(high: 1, low: 1)
        for name in ["kim-7f3a", "sec-4d5e", "eng-1a2b"] {
            let seen = try await house.administration.openApprovals(
                .concerned, readBy: .administrator(AccountName(stored: name)), requestID: requestID)
            #expect(seen.map(\.id) == [request.id])
        }
        let stranger = Actor.administrator(AccountName(stored: "lee-90aa"))
        #expect(
            try await house.administration.openApprovals(.concerned, readBy: stranger, requestID: requestID).isEmpty)
        await #expect(throws: AdministrationProblem.notFound(.approval)) {
            try await house.administration.approval(request.id, .concerned, readBy: stranger, requestID: requestID)
        }
    }

    @Test func `is not given by a vote that could not be recorded, nor by one that the store did not take`()
        async throws
    {
        let request = try await house.administration.requestApproval(wanted(), by("kim-7f3a"))
        _ = try await house.administration.approveApproval(request.id, by("sec-4d5e"))
        house.store.calls.breakDown(at: "cast", after: 0)
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        }
        #expect(try await held().isEmpty)
        #expect(house.record.events.contains { $0.kind == .administrationRefused })
        house.store.calls.recover()
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        }
        house.record.recover()
        #expect(try await held().isEmpty)
        #expect(try await house.administration.approveApproval(request.id, by("eng-1a2b")).decision != nil)
        #expect(try await held().count == 1)
    }

    @Test func `is turned down and withdrawn by those who have a say in it, and by nobody else`() async throws {
        let request = try await house.administration.requestApproval(wanted(), by("sec-4d5e"))
        try await house.add("lee-90aa", certificate: Sample.certificate(0x56, serial: "56"))
        let voters = [RoleName("engineer"), RoleName("security_admin")]
        await #expect(throws: AdministrationProblem.approval(.noVoter(voters))) {
            try await house.administration.rejectApproval(request.id, by("lee-90aa"))
        }
        #expect(try await house.sqlite.approval(request.id)?.decision == nil)
        _ = try await house.administration.approveApproval(request.id, by("eng-1a2b"))
        _ = try await house.administration.approveApproval(request.id, by("sec-9f9f"))
        await #expect(throws: AdministrationProblem.approval(.noVoter(voters))) {
            try await house.administration.withdrawApproval(request.id, by("lee-90aa"))
        }
        #expect(try await held().count == 1)
        _ = try await house.administration.withdrawApproval(request.id, by("eng-1a2b"))
        #expect(try await held().isEmpty)
    }

    @Test func `is over when it is withdrawn, and so are the sessions`() async throws {
        let entered = try await house.administration.requestApproval(wanted("pledge", hours: 24), by("sec-4d5e"))
        let epoch = house.access.epoch
        await #expect(throws: AdministrationProblem.approval(.nobodyApproves(.pledge))) {
            try await house.administration.withdrawApproval(entered.id, by("eng-1a2b"))
        }
        #expect(try await held().count == 1)
        let withdrawn = try await house.administration.withdrawApproval(entered.id, by("sec-9f9f"))
        #expect(withdrawn.decision?.verdict == .withdrawn)
        #expect(try await held().isEmpty)
        #expect(house.access.epoch > epoch)
    }

    @Test func `tells in advance when it begins and ends, and moves the epoch`() async throws {
        _ = try await house.administration.requestApproval(wanted("pledge", hours: 1), by("sec-4d5e"))
        try await house.tick()
        let epoch = house.access.epoch
        let end = house.clock.now + .seconds(3600)
        #expect(house.access.housekeeping.nextChange == end)
        house.clock.advance(by: .seconds(3600))
        try await house.tick()
        #expect(house.access.epoch > epoch)
    }
}
