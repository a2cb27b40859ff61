import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `A reset of the factors of a partner` {
    /// Who answers for the partner.
    private let lee = Actor.administrator(AccountName(stored: "lee-90aa"))
    private let han = Actor.administrator(AccountName(stored: "han-3d4e"))
    private let day = Duration.seconds(86400)

    @Test func `is asked for by one, approved by another, and takes a day`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let asked = try await waiting(house, partner, by: lee)
        #expect(asked.state == .asked && asked.askedBy.text == "lee-90aa")
        #expect(try await waiting(house, partner, by: lee).id == asked.id)

        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approveReset(asked.id, House.mandate(lee))
        }
        let approved = try await house.administration.approveReset(asked.id, House.mandate(han, "seen in person"))
        guard case .approved(let approval) = approved.state else { throw Unexpected("\(approved.state)") }
        #expect(approval.effective == house.clock.now + day)
        #expect(try await waiting(house, partner, by: lee).id == asked.id)
        #expect(await house.login(partner).isSignedIn)

        house.clock.advance(by: day)
        guard case .done(let ticket) = try await house.administration.requestReset(of: partner.name, House.mandate(lee))
        else { throw Unexpected("not done") }
        #expect(ticket.code.count == 19)
        #expect(await house.login(partner).refusal == .factorFailed)
        let event = try #require(house.record.events(.factorReset).last)
        #expect(event.details["asked_by"] == "lee-90aa" && event.details["approved_by"] == "han-3d4e")
        #expect(house.warnings.toOwners.filter { $0.event == .factorResetAsked }.count == 1)
    }

    /// T79.
    @Test func `is not done by the sponsor alone`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let sponsor = try await house.person("park-5c1e", certificate: 0x50)
        var grant = house.grant(to: partner.name, hours: 100)
        grant.sponsor = sponsor.name
        _ = try await house.administration.addGrant(grant, House.operatorMandate)
        let session = try await house.login(sponsor).grant.session
        let reason = try #require(StatedReason("lost their phone"))
        let asked = try await house.access.ownAccount.askReset(
            of: partner.name, because: reason, of: session, requestID: RequestID(high: 2, low: 2))
        guard case .asked = asked else { throw Unexpected("\(asked)") }
        house.clock.advance(by: day * 2)
        #expect(await house.login(partner).isSignedIn)
        let open = try await house.administration.resets(readBy: lee, requestID: RequestID(high: 1, low: 1))
        #expect(open.map(\.askedBy) == [sponsor.name])
        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approveReset(
                open[0].id, House.mandate(.administrator(sponsor.name)))
        }
    }

    /// Sponsor and security administrator together (compliance profile, NCT3-A-C1).
    @Test func `is asked for by no administrator who does not answer for them`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        await #expect(throws: AdministrationProblem.resetNeedsSponsor([AccountName(stored: "lee-90aa")])) {
            _ = try await waiting(house, partner, by: han)
        }
    }

    @Test func `is not hurried by keeping its owner from saying no`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let asked = try await waiting(house, partner, by: lee)
        _ = try await house.administration.approveReset(asked.id, House.mandate(han))
        let lock = try await house.administration.addLock(.account(partner.name), until: nil, House.mandate(han))
        house.clock.advance(by: day)
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            _ = try await house.administration.requestReset(of: partner.name, House.mandate(lee))
        }
        try await house.administration.liftLock(lock.id, House.mandate(han))
        #expect(try await waiting(house, partner, by: lee).id == asked.id)
        house.clock.advance(by: day)
        guard case .done = try await house.administration.requestReset(of: partner.name, House.mandate(lee)) else {
            throw Unexpected("not done")
        }
    }

    @Test func `is asked for by no colleague who does not answer for them`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let kim = try await house.person()
        let session = try await house.login(kim).grant.session
        let asked = try await house.access.ownAccount.askReset(
            of: partner.name, because: try #require(StatedReason("please")), of: session,
            requestID: RequestID(high: 2, low: 2))
        guard case .notAllowed = asked else { throw Unexpected("\(asked)") }
    }

    @Test func `is stopped by its owner with the certificate alone, and the officer is told`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let asked = try await waiting(house, partner, by: lee)
        _ = try await house.administration.approveReset(asked.id, House.mandate(han))
        let visitor = house.visitor(partner.name, partner.certificate)
        #expect(try await house.access.ownAccount.openReset(of: visitor)?.id == asked.id)
        let stranger = house.visitor(partner.name, Sample.certificate(0x77, serial: "77"))
        #expect(try await house.access.ownAccount.cancelReset(of: stranger) == false)
        #expect(try await house.access.ownAccount.cancelReset(of: visitor))
        #expect(try await house.access.ownAccount.cancelReset(of: visitor) == false)
        house.clock.advance(by: day)
        #expect(try await waiting(house, partner, by: lee).id != asked.id)
        #expect(await house.login(partner).isSignedIn)
        #expect(house.warnings.toOfficer.map(\.event).contains(.factorResetCancelled))
    }

    @Test func `goes on after a restart`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let asked = try await waiting(house, partner, by: lee)
        _ = try await house.administration.approveReset(asked.id, House.mandate(han))
        house.clock.advance(by: day)
        let again = try await house.restarted()
        guard case .done = try await again.administration.requestReset(of: partner.name, House.mandate(lee)) else {
            throw Unexpected("not done")
        }
    }

    @Test func `is not got around by reporting the device lost, nor by a token`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let session = try await house.login(partner).grant.session
        let id = try #require(try await house.store.authenticators(of: partner.name).first).id
        _ = try await house.access.ownAccount.reportLost(id, of: session, requestID: RequestID(high: 2, low: 2))
        #expect(try await waiting(house, partner, by: lee).state == .asked)
        await #expect(throws: AdministrationProblem.resetNeedsApproval) {
            _ = try await house.administration.resetFactors(of: partner.name, House.mandate(lee))
        }
        await #expect(throws: AdministrationProblem.resetNeedsApproval) {
            try await house.administration.assignToken("A-1", to: partner.name, House.mandate(lee))
        }
    }

    @Test func `lets a token be their first factor for a day, and no token without it`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        try await house.give("A-1", to: partner.name)
        let asked = try await waiting(house, partner, by: lee)
        _ = try await house.administration.approveReset(asked.id, House.mandate(han))
        house.clock.advance(by: day)
        _ = try await house.administration.requestReset(of: partner.name, House.mandate(lee))
        #expect(await house.login(partner, code: tokenCodes[0]).refusal == .factorFailed, "given before the reset")
        try await house.give("A-2", to: partner.name)
        house.clock.advance(by: day - .seconds(1))
        #expect(await house.login(partner, code: tokenCodes[0]).isSignedIn)
    }

    @Test func `is as good for a token as its code, and no longer`() async throws {
        let house = try await House()
        let partner = try await house.partner(hours: 240)
        let asked = try await waiting(house, partner, by: lee)
        _ = try await house.administration.approveReset(asked.id, House.mandate(han))
        house.clock.advance(by: day)
        _ = try await house.administration.requestReset(of: partner.name, House.mandate(lee))
        try await house.give("A-1", to: partner.name)
        house.clock.advance(by: day)
        #expect(await house.login(partner, code: tokenCodes[0]).refusal == .factorFailed)
    }

    private func waiting(_ house: House, _ partner: Inhabitant, by actor: Actor) async throws -> FactorReset {
        switch try await house.administration.requestReset(of: partner.name, House.mandate(actor, "lost their phone")) {
        case .waiting(let reset): return reset
        case .done: throw Unexpected("done at once")
        }
    }
}

@Suite struct `A reset of the factors of others` {
    @Test func `is done at once`() async throws {
        let house = try await House()
        let kim = try await house.person()
        guard case .done = try await house.administration.requestReset(of: kim.name, House.operatorMandate) else {
            throw Unexpected("waits")
        }
    }

    @Test func `under the strict profile waits too, but for the first factor`() async throws {
        let house = try await House()
        let engineer = try await house.person(roles: ["engineer"])
        guard case .waiting = try await house.administration.requestReset(of: engineer.name, House.operatorMandate)
        else { throw Unexpected("done at once") }
    }

    /// Taking roles away takes one person: that must not be the first of three steps of one person.
    @Test func `who once were under it waits as well`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let lee = House.mandate(.administrator(AccountName(stored: "lee-8b2c")))
        let request = try await house.administration.requestRoles([RoleName("engineer")], for: kim.name, lee)
        _ = try await house.administration.approve(request.id, House.operatorMandate)
        try await house.administration.setRoles([], of: kim.name, House.operatorMandate)
        guard case .waiting = try await house.administration.requestReset(of: kim.name, House.operatorMandate) else {
            throw Unexpected("done at once")
        }
    }
}
