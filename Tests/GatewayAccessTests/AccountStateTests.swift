import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@Suite struct `The life of an account` {
    @Test func `stops for a while and goes on`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        try await house.administration.suspend(kim.name, House.operatorMandate)
        #expect(session.hasEnded)
        #expect(await house.login(kim).refusal == .accountDisabled)
        try await house.administration.resume(kim.name, House.operatorMandate)
        #expect(await house.login(kim).isSignedIn)
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            try await house.administration.resume(kim.name, House.operatorMandate)
        }
    }

    @Test func `is over for a leaver with the next request, sessions and all (T23)`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        let before = house.access.epoch
        try await house.administration.disable(kim.name, House.operatorMandate)
        #expect(house.access.epoch > before)
        #expect(session.refusal(at: house.clock.now, certificate: kim.certificate) != nil)
        guard case .refused(_, .accountDisabled) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("still let in")
        }
    }

    @Test func `ends for good without certificate, factor or role, and its name stays taken`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.administration.remove(kim.name, House.operatorMandate)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address) == .unbound)
        #expect(try await house.sqlite.totpDevices(of: kim.name).isEmpty)
        #expect(try await house.sqlite.account(kim.name)?.roles == [])
        await #expect(throws: AdministrationProblem.conflict(.accountExists)) {
            try await house.add(kim.name.text, certificate: Sample.certificate(9, serial: "99"))
        }
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            try await house.administration.enable(kim.name, House.operatorMandate)
        }
        #expect(house.record.events(.accountRemoved).count == 1)
    }

    @Test func `is shut first when a removal fails half-way, and can be removed again`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.record.duringNext { house.store.calls.breakDown() }
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.remove(kim.name, House.operatorMandate)
        }
        house.store.calls.recover()
        try await house.administration.remove(kim.name, House.operatorMandate)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address) == .unbound)
        try await house.administration.remove(kim.name, House.operatorMandate)
    }

    @Test func `is ended or stopped by nobody for themselves`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let own = House.mandate(.administrator(kim.name))
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.suspend(kim.name, own)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.signOffReview(of: kim.name, own)
        }
    }
}
