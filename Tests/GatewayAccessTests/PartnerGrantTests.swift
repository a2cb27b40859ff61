import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Partner grants by request (NCT3-1-U1, NCT3-1-C1, NCT3-A-U1; T84, T85, T87).
@Suite struct `A partner grant that is asked for` {
    private let house: House
    private let smith: Inhabitant

    init() async throws {
        house = try await House()
        smith = try await house.person("smith-02d9", roles: ["foreign_partner"], certificate: 0x40)
        for (index, name) in ["lee-90aa", "staff-77aa"].enumerated() {
            try await house.add(name, certificate: Sample.certificate(UInt8(0x41 + index), serial: "4\(1 + index)"))
        }
        try await house.add(
            "sec-4d5e", roles: ["security_admin"], certificate: Sample.certificate(0x44, serial: "44"))
    }

    private func by(_ name: String) -> Mandate { House.mandate(.administrator(AccountName(stored: name))) }

    private func scope(_ path: String = "/p-17/drawings") throws -> GrantScope {
        GrantScope(paths: .only([try PathPattern(path)]), methods: .only([.get]))
    }

    private func asked(hours: Int = 1) async throws -> PartnerGrant {
        try #require(
            try await house.administration.requestGrant(
                house.grant(to: smith.name, hours: hours), within: scope(), by("lee-90aa")
            ).first)
    }

    private func given(hours: Int = 1) async throws -> String {
        let grant = try await asked(hours: hours)
        _ = try await house.administration.approveApproval(grant.id, by("staff-77aa"))
        _ = try await house.administration.approveApproval(grant.id, by("sec-4d5e"))
        return grant.id
    }

    private func grants() async throws -> [Grant] {
        house.access.circumstances(
            of: try #require(try await house.store.account(smith.name)), certificate: smith.certificate, session: nil,
            source: Sample.address, at: house.clock.now
        ).grants
    }

    @Test func `counts once the sponsor's house and security approved it, with its scope`() async throws {
        let grant = try await asked()
        #expect(try await grants().isEmpty)
        _ = try await house.administration.approveApproval(grant.id, by("sec-4d5e"))
        #expect(try await grants().isEmpty)
        _ = try await house.administration.approveApproval(grant.id, by("staff-77aa"))
        #expect(try await grants().map(\.scope) == [scope()])
    }

    @Test func `is not approved by the sponsor who asked, nor by the partner`() async throws {
        let grant = try await asked()
        for name in ["lee-90aa", "smith-02d9"] {
            await #expect(throws: AdministrationProblem.ownRequest) {
                try await house.administration.approveApproval(grant.id, by(name))
            }
        }
    }

    @Test func `has exact paths, and no more time than a site gives: T87`() async throws {
        await #expect(throws: AdministrationProblem.approval(.wildcard(try PathPattern("/p-17/**")))) {
            try await house.administration.requestGrant(
                house.grant(to: smith.name, hours: 1), within: scope("/p-17/**"), by("lee-90aa"))
        }
        await #expect(throws: AdministrationProblem.approval(.noPath)) {
            try await house.administration.requestGrant(
                house.grant(to: smith.name, hours: 1), within: .unlimited, by("lee-90aa"))
        }
        await #expect(throws: AdministrationProblem.approval(.tooLong(.seconds(90 * 86400)))) {
            try await house.administration.requestGrant(
                house.grant(to: smith.name, hours: 90 * 24 + 1), within: scope(), by("lee-90aa"))
        }
    }

    @Test func `rests while it is paused, and the session is over`() async throws {
        let id = try await given()
        let session = try await house.enter(smith).session
        try await house.administration.pauseGrant(id, by("sec-4d5e"))
        #expect(session.hasEnded)
        #expect(try await grants().isEmpty)
        try await house.administration.resumeGrant(id, by("sec-4d5e"))
        #expect(try await grants().count == 1)
    }

    @Test func `ends with its time without anybody's order, and a clock set back revives it not: T84, T85`()
        async throws
    {
        let id = try await given()
        let session = try await house.enter(smith).session
        #expect(
            try await house.administration.deletionTasks(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1)
            ).isEmpty)
        house.clock.advance(by: .seconds(3600))
        try await house.tick()
        #expect(session.hasEnded)
        #expect(await house.login(smith).refusal == .approvalExpired)
        let task = try #require(
            try await house.administration.deletionTasks(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1)
            ).first)
        #expect(task.grant.id == id && task.due == task.grant.to + .seconds(7 * 86400) && task.deletion == nil)
        let ended = try #require(try await house.store.grants(of: smith.name).first)
        #expect(ended.ending?.by == AccountName(stored: "gateway"))

        house.clock.advance(by: .seconds(-600))
        #expect(try await grants().isEmpty)
        house.clock.advance(by: .seconds(600))
        try await house.administration.confirmDeletion(of: id, by("sec-4d5e"))
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.confirmDeletion(of: id, by("sec-4d5e"))
        }
    }

    @Test func `ends for good when its sponsor has left, also where they come back`() async throws {
        let id = try await given()
        let session = try await house.enter(smith).session
        try await house.administration.disable(AccountName(stored: "lee-90aa"), House.operatorMandate)
        // At once, before anything has looked through the grants.
        #expect(try await grants().isEmpty)
        try await house.tick()
        #expect(session.hasEnded)
        #expect(house.record.events(.grantEnded).map { $0.details["cause"] } == ["sponsor_gone"])
        try await house.administration.enable(AccountName(stored: "lee-90aa"), House.operatorMandate)
        #expect(try await grants().isEmpty)
        #expect(try await house.store.grants(of: smith.name).first { $0.id == id }?.ending != nil)
    }

    @Test func `is not taken along to another organisation`() async throws {
        _ = try await given()
        var moved = try #require(try await house.store.account(smith.name))
        moved.organisation = "Elsewhere Ltd"
        try await house.sqlite.update(moved)
        try await house.administration.suspend(smith.name, House.operatorMandate)
        try await house.administration.resume(smith.name, House.operatorMandate)
        #expect(try await grants().isEmpty)
        try await house.tick()
        #expect(house.record.events(.grantEnded).map { $0.details["cause"] } == ["organisation_changed"])
    }

    @Test func `is asked for several persons of one organisation, who are voted on together`() async throws {
        let (jones, other) = (AccountName(stored: "jones-1c1c"), AccountName(stored: "other-2d2d"))
        try await house.add(jones.text, roles: ["foreign_partner"], certificate: Sample.certificate(0x46, serial: "46"))
        try await house.add(
            other.text, roles: ["foreign_partner"], certificate: Sample.certificate(0x47, serial: "47"),
            organisation: "Elsewhere Ltd")
        let both = try await house.administration.requestGrant(
            house.grant(to: smith.name, hours: 1), with: [jones], within: scope(), by("lee-90aa"))
        #expect(both.map(\.account) == [smith.name, jones] && Set(both.map(\.request)) == [both[0].id])
        for name in ["staff-77aa", "sec-4d5e"] {
            _ = try await house.administration.approveApproval(both[0].id, by(name))
        }
        for person in both {
            let kept = try await house.store.grants(of: person.account)
            #expect(kept.map(\.progress) == [.given])
            #expect(house.record.events(.grantAdded).contains { $0.account == person.account })
        }
        await #expect(throws: AdministrationProblem.approval(.persons(Administration.mostPersons))) {
            try await house.administration.requestGrant(
                house.grant(to: smith.name, hours: 1), with: [other], within: scope(), by("lee-90aa"))
        }
    }

    @Test func `is not entered by one where the policy says who approves`() async throws {
        let house = try await House(
            policy: try HousePolicy.snapshot { definition in
                definition.approvals[.exportPermission] = Approval(
                    approvers: [
                        ApproverGroup(roles: [RoleName("staff")], count: 1),
                        ApproverGroup(roles: [RoleName("security_admin")], count: 1),
                    ], isDistinctFromRequester: true)
                definition.approvals[.pledge] = Approval(renewal: .seconds(365 * 86400))
            })
        try await house.add(
            "smith-02d9", roles: ["foreign_partner"], certificate: Sample.certificate(0x40, serial: "40"))
        try await house.add("lee-90aa", certificate: Sample.certificate(0x41, serial: "41"))
        let wish = house.grant(to: smith.name, hours: 1)
        await #expect(throws: AdministrationProblem.approval(.votedOn)) {
            try await house.administration.addGrant(wish, by("sec-4d5e"))
        }
        let asked = try await house.administration.requestGrant(wish, within: scope(), by("lee-90aa"))
        // What the policy defines of pledge and training is asked beside.
        #expect(asked.first?.scope.asks == [.pledge])
    }

    @Test func `is gone with its organisation, in one act that says what it took`() async throws {
        let id = try await given()
        let session = try await house.enter(smith).session
        let organisation = try #require(try await house.store.account(smith.name)).organisation
        let report = try await house.administration.offBoard(organisation, by("sec-4d5e"))
        let person = try #require(report.people.first)
        #expect(report.people.count == 1 && person.taken.account == smith.name)
        #expect(person.sessionsEnded == 1 && person.taken.grantsEnded == [id] && person.deletionTasks == [id])
        #expect(person.taken.certificatesUnbound.count == 1 && person.taken.factorsRevoked == 1)
        #expect(session.hasEnded)
        #expect(try await house.store.bindings(of: smith.name).isEmpty)
        #expect(try await house.store.account(smith.name)?.state == .disabled)
        // Nobody of the house is among them, and nothing is left to take.
        #expect(try await house.store.account(AccountName(stored: "lee-90aa"))?.state == .active)
    }

    @Test func `keeps everything where its off-boarding is not recorded or not stored, and is off-boarded afterwards`()
        async throws
    {
        _ = try await given()
        let organisation = try #require(try await house.store.account(smith.name)).organisation
        house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.offBoard(organisation, by("sec-4d5e"))
        }
        house.record.recover()
        house.store.calls.breakDown(at: "offBoard", after: 0)
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.offBoard(organisation, by("sec-4d5e"))
        }
        #expect(try await house.store.bindings(of: smith.name).count == 1)
        #expect(try await grants().count == 1)
        house.store.calls.recover()
        #expect(try await house.administration.offBoard(organisation, by("sec-4d5e")).people.count == 1)
        #expect(try await house.store.bindings(of: smith.name).isEmpty)
    }
}
