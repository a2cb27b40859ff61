import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

/// Guide, NCT2-4.2-U2 to U4.
@Suite struct `An account at a site of two people` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "joined R&D, ticket 41")
    private let park = House.mandate(.administrator(AccountName(stored: "park-2c9d")), "hiring letter seen")
    private let kim = AccountName(stored: "kim-7f3a")

    private func house() async throws -> House { try await House(people: AccountRules()) }

    private func newKim(_ roles: Set<RoleName> = [RoleName("staff")], use: AccountUse = .person) -> NewAccount {
        NewAccount(name: kim, displayName: "김하늘", roles: roles, organisation: "한빛 반도체", use: use)
    }

    private func account(_ name: AccountName, in house: House) async throws -> Account? {
        try await house.administration.accounts(readBy: .controlSocket(uid: 0), requestID: hong.requestID)
            .first { $0.name == name }
    }

    @Test func `is made by nobody alone (T95)`() async throws {
        let house = try await house()
        await #expect(throws: AdministrationProblem.approvalNeeded) {
            _ = try await house.administration.add(newKim(), hong)
        }
        await #expect(throws: AdministrationProblem.approvalNeeded) {
            _ = try await house.administration.add(newKim(), House.operatorMandate)
        }
        guard case .requested(let request) = try await house.administration.admit(newKim(), hong) else {
            throw Unexpected("it was made")
        }
        #expect(try await account(kim, in: house) == nil)
        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approve(request.id, hong)
        }
        #expect(try await account(kim, in: house) == nil)
    }

    /// Root can be any user of the machine: the control socket is one person.
    @Test func `is not made by the control socket under two numbers`() async throws {
        let house = try await house()
        let request = try await house.administration.request(newKim(), House.operatorMandate)
        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approve(request.id, House.mandate(.controlSocket(uid: 998)))
        }
    }

    @Test func `is made when another person approves, and the record names both (T95)`() async throws {
        let house = try await house()
        let request = try await house.administration.request(newKim(), hong)
        let decided = try await house.administration.approve(request.id, park)
        #expect(decided.decision?.verdict == .approved)
        #expect(decided.decision?.by == AccountName(stored: "park-2c9d"))
        #expect(try await account(kim, in: house)?.state == .active)

        let asked = try #require(house.record.events(.accountRequested).first)
        #expect(asked.actor == hong.actor)
        #expect(asked.statedReason == "joined R&D, ticket 41")
        let approved = try #require(house.record.events(.requestApproved).first)
        #expect(approved.actor == park.actor)
        #expect(approved.details["applicant"] == "hong-41c2")
        let added = try #require(house.record.events(.accountAdded).first)
        #expect(added.details["approver"] == "park-2c9d")
        #expect(added.details["applicant"] == "hong-41c2")
        await #expect(throws: AdministrationProblem.notFound(.accountRequest)) {
            _ = try await house.administration.approve(request.id, park)
        }
    }

    @Test func `is not made when the request was turned down, or its time ran out`() async throws {
        let house = try await house()
        let first = try await house.administration.request(newKim(), hong)
        _ = try await house.administration.reject(first.id, park)
        let second = try await house.administration.request(newKim(), hong)
        house.clock.advance(by: .days(14))
        await #expect(throws: AdministrationProblem.notFound(.accountRequest)) {
            _ = try await house.administration.approve(second.id, park)
        }
        try await house.access.housekeeping.careForAccounts(at: house.clock.now, requestID: hong.requestID)
        #expect(house.record.events(.requestExpired).map(\.account) == [kim])
        #expect(try await account(kim, in: house) == nil)
    }

    @Test func `gets no role by the word of one person, and loses one by it`() async throws {
        let house = try await house()
        let request = try await house.administration.request(newKim(), hong)
        _ = try await house.administration.approve(request.id, park)
        let more: Set = [RoleName("staff"), RoleName("engineer")]
        await #expect(throws: AdministrationProblem.approvalNeeded) {
            try await house.administration.setRoles(more, of: kim, hong)
        }
        guard case .requested(let roles) = try await house.administration.assign(more, to: kim, hong) else {
            throw Unexpected("it was done")
        }
        #expect(try await account(kim, in: house)?.roles == [RoleName("staff")])
        _ = try await house.administration.approve(roles.id, park)
        #expect(try await account(kim, in: house)?.roles == more)
        guard case .done = try await house.administration.assign([RoleName("staff")], to: kim, hong) else {
            throw Unexpected("taking a role away waits for nobody")
        }
    }

    @Test func `does not get back by an old request what was taken since (T95)`() async throws {
        let house = try await house()
        let request = try await house.administration.request(newKim([RoleName("staff"), RoleName("engineer")]), hong)
        _ = try await house.administration.approve(request.id, park)
        let more: Set = [RoleName("staff"), RoleName("engineer"), RoleName("auditor")]
        let roles = try await house.administration.requestRoles(more, for: kim, hong)
        try await house.administration.setRoles([RoleName("staff")], of: kim, park)
        await #expect(throws: AdministrationProblem.conflict(.rolesChanged)) {
            _ = try await house.administration.approve(roles.id, park)
        }
        #expect(try await account(kim, in: house)?.roles == [RoleName("staff")])
        _ = try await house.administration.reject(roles.id, park)
        let anew = try await house.administration.requestRoles(
            [RoleName("staff"), RoleName("auditor")], for: kim, hong)
        _ = try await house.administration.approve(anew.id, park)
        #expect(try await account(kim, in: house)?.roles == [RoleName("staff"), RoleName("auditor")])
    }

    @Test func `of the first two security administrators comes by the control socket, and no other does`() async throws
    {
        let house = try await house()
        for name in ["hong-41c2", "park-2c9d"] {
            _ = try await house.administration.add(
                NewAccount(
                    name: AccountName(stored: name), displayName: name, roles: [RoleName("security_admin")],
                    organisation: "한빛 반도체"), House.operatorMandate)
        }
        await #expect(throws: AdministrationProblem.approvalNeeded) {
            _ = try await house.administration.add(newKim([RoleName("security_admin")]), House.operatorMandate)
        }
        #expect(house.record.events(.accountAdded).map { $0.details["approval"] } == ["founding", "founding"])
    }

    @Test func `that several share takes two people at every site (T94)`() async throws {
        let house = try await House()
        await #expect(throws: AdministrationProblem.approvalNeeded) {
            _ = try await house.administration.add(newKim(use: .shared), hong)
        }
        let request = try await house.administration.request(newKim(use: .shared), hong)
        _ = try await house.administration.approve(request.id, park)
        #expect(try await account(kim, in: house)?.use == .shared)
    }

    @Test(arguments: ["admin", "root", "test", "guest", "user1", "test-user", "admin_backup.2", "gateway"])
    func `has no name that anyone would guess (T94)`(name: String) {
        #expect(throws: AccountName.Problem.guessable) { try AccountName(name) }
    }

    @Test func `is not requested when that cannot be recorded`() async throws {
        let house = try await house()
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) { _ = try await house.administration.request(newKim(), hong) }
        house.record.recover()
        let open = try await house.administration.openRequests(readBy: hong.actor, requestID: hong.requestID)
        #expect(open.isEmpty)
    }
}
