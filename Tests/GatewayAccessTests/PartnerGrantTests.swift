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
    private static let organisation = "Meyer Optik GmbH"

    init() async throws {
        house = try await House(
            policy: HousePolicy.snapshot { $0.roles[RoleName("machine")] = Role(kind: .service) },
            homeOrganisations: ["한빛 반도체", "Hanbit"])
        smith = try await house.person(
            "smith-02d9", roles: ["foreign_partner"], certificate: 0x40, organisation: Self.organisation)
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

    @Test func `is not approved by whoever answers for a partner whom a measure keeps out`() async throws {
        _ = try await given()
        var wish = house.grant(to: smith.name, hours: 1)
        wish.sponsor = AccountName(stored: "staff-77aa")
        let grant = try #require(
            try await house.administration.requestGrant(wish, within: scope(), by("staff-77aa")).first)
        let measure = try await house.access.measures.take(
            house.finding(.pauseGrant, on: smith.name), id: RequestID(high: 7, low: 1))
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await house.administration.approveApproval(grant.id, by("lee-90aa"))
        }
        let refusals = house.record.events(.administrationRefused)
        #expect(refusals.map(\.actor) == [.administrator(AccountName(stored: "lee-90aa"))])
        #expect(refusals.map(\.account) == [smith.name] && refusals.map(\.reason) == [.actionDenied])
        #expect(refusals.first?.details["order"] == "approval_voted")
        #expect(refusals.first?.details["measure"] == measure.id)
        _ = try await house.administration.approveApproval(grant.id, by("sec-4d5e"))
        try await house.access.measures.lift(measure.id, by("sec-4d5e"))
        _ = try await house.administration.approveApproval(grant.id, by("lee-90aa"))
        #expect(try await grants().map(\.id).contains(grant.id))
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

    @Test func `is narrowed to what there is, and to something`() async throws {
        func refused(_ problem: ApprovalProblem, _ narrow: (inout GrantScope) -> Void) async throws {
            var narrowed = try scope()
            narrow(&narrowed)
            let wish = narrowed
            await #expect(throws: AdministrationProblem.approval(problem)) {
                try await house.administration.requestGrant(
                    house.grant(to: smith.name, hours: 1), within: wish, by("lee-90aa"))
            }
        }
        try await refused(.unknownZone(ZoneName("moon"))) { $0.zones = .only([ZoneName("moon")]) }
        try await refused(.unknownWindow(WindowName("never"))) { $0.windows = .only([WindowName("never")]) }
        try await refused(.emptyList) { $0.methods = .only([]) }
        try await refused(.emptyList) { $0.windows = .only([]) }
        try await refused(.emptyList) { $0.countries = .only([]) }
        try await refused(.emptyList) { $0.zones = .only([]) }
        try await refused(.emptyList) { $0.devices = .only([]) }
        #expect(try await house.store.grants(of: smith.name).isEmpty)
    }

    @Test func `is not told to be deleted while it runs`() async throws {
        let id = try await given()
        await #expect(throws: AdministrationProblem.approval(.notOver)) {
            try await house.administration.confirmDeletion(of: id, by("sec-4d5e"))
        }
        house.clock.advance(by: .seconds(3600))
        try await house.tick()
        try await house.administration.confirmDeletion(of: id, by("sec-4d5e"))
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

    /// T85: nobody orders it, and who is refused as expired for a week is nobody at all afterwards.
    @Test func `takes its certificate along when its deletion is due, unless another grant is there: T85`() async throws
    {
        _ = try await given()
        house.clock.advance(by: .seconds(3600))
        try await house.tick()
        #expect(await house.login(smith).refusal == .approvalExpired)
        house.clock.advance(by: .seconds(7 * 86400) - .seconds(1))
        try await house.tick()
        #expect(try await house.store.bindings(of: smith.name).count == 1)
        let next = try await asked()
        house.clock.advance(by: .seconds(1))
        try await house.tick()
        #expect(try await house.store.bindings(of: smith.name).count == 1)

        _ = try await house.administration.rejectApproval(next.id, by("sec-4d5e"))
        house.record.breakDown()
        await #expect(throws: AccessFailure.self) { try await house.tick() }
        #expect(try await house.store.bindings(of: smith.name).count == 1)
        house.record.recover()
        try await house.tick()
        #expect(try await house.store.bindings(of: smith.name).isEmpty)
        let event = try #require(house.record.events(.certificateUnbound).last)
        #expect(event.account == smith.name && event.actor == .gateway && event.details["cause"] == "grants_over")

        // Whoever is bound anew comes for something new.
        _ = try await house.administration.bind(smith.certificate, to: smith.name, House.operatorMandate)
        try await house.tick()
        #expect(try await house.store.bindings(of: smith.name).count == 1)
    }

    @Test func `leaves certificates of partners who never had one, and of colleagues`() async throws {
        try await house.add(
            "new-7c7c", roles: ["foreign_partner"], certificate: Sample.certificate(0x4B, serial: "4B"),
            organisation: Self.organisation)
        house.clock.advance(by: .seconds(30 * 86400))
        try await house.tick()
        #expect(house.record.events(.certificateUnbound).isEmpty)
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
        try await house.add(
            jones.text, roles: ["foreign_partner"], certificate: Sample.certificate(0x46, serial: "46"),
            organisation: Self.organisation)
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

    @Test func `asks for pledge and training, also where one person entered it: T86`() async throws {
        let house = try await House(
            policy: try HousePolicy.snapshot { definition in
                definition.approvals[.pledge] = Approval(renewal: .seconds(365 * 86400))
                definition.approvals[.training] = Approval(renewal: .seconds(365 * 86400))
            })
        let partner = try await house.partner()
        let certificate = partner.certificate
        let circumstances = house.access.circumstances(
            of: try #require(try await house.store.account(partner.name)), certificate: certificate, session: nil,
            source: Sample.address, at: house.clock.now)
        #expect(circumstances.grants.map(\.scope.asks) == [[.pledge, .training]])
        #expect(try await house.store.grants(of: partner.name).map(\.scope) == circumstances.grants.map(\.scope))
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

    /// What was given to a partner is not kept by losing the role, nor by a program that came with them.
    @Test func `is gone with every account of its organisation, whatever that was for`() async throws {
        let (former, machine) = (AccountName(stored: "former-3e3e"), AccountName(stored: "robot-4f4f"))
        try await house.add(
            former.text, roles: ["foreign_partner"], certificate: Sample.certificate(0x48, serial: "48"),
            organisation: Self.organisation)
        try await house.administration.setRoles([RoleName("staff")], of: former, House.operatorMandate)
        let terms = try Sample.terms(owner: "lee-90aa", until: house.clock.now + .seconds(30 * 86400))
        _ = try await house.administration.add(
            NewAccount(
                name: machine, displayName: "Robot", roles: [RoleName("machine")], organisation: Self.organisation,
                use: .service, terms: terms), House.operatorMandate)
        _ = try await house.administration.bind(
            Sample.certificate(0x4C, serial: "4C"), to: machine, House.operatorMandate)
        let requestID = RequestID(high: 1, low: 1)
        let listed = try await house.administration.partnerOrganisations(
            readBy: .controlSocket(uid: 0), requestID: requestID)
        #expect(listed.map(\.name) == [Self.organisation])
        #expect(listed.first?.people == [former, machine, smith.name])
        let report = try await house.administration.offBoard(Self.organisation, by("sec-4d5e"))
        #expect(report.people.map(\.taken.account) == [former, machine, smith.name])
        for name in [former, machine] {
            #expect(try await house.store.account(name)?.state == .disabled)
            #expect(try await house.store.bindings(of: name).isEmpty)
        }
    }

    @Test func `takes nobody of the house along, nor who administers it`() async throws {
        try await house.add(
            "inside-5a5a", roles: ["foreign_partner"], certificate: Sample.certificate(0x49, serial: "49"))
        await #expect(throws: AdministrationProblem.approval(.homeOrganisation("한빛 반도체"))) {
            try await house.administration.offBoard("한빛 반도체", by("sec-4d5e"))
        }
        let officer = AccountName(stored: "officer-6b6b")
        try await house.add(
            officer.text, roles: ["security_admin"], certificate: Sample.certificate(0x4A, serial: "4A"),
            organisation: Self.organisation)
        await #expect(throws: AdministrationProblem.approval(.specialMembers(Self.organisation, [officer]))) {
            try await house.administration.offBoard(Self.organisation, by("sec-4d5e"))
        }
        #expect(try await house.store.account(smith.name)?.state == .active)
        try await house.administration.setRoles([RoleName("staff")], of: officer, House.operatorMandate)
        #expect(try await house.administration.offBoard(Self.organisation, by("sec-4d5e")).people.count == 2)
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
