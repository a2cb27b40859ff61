import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `A certificate` {
    @Test(arguments: BindingMode.allCases, BindingMode.allCases)
    func `cannot belong to two accounts, by whichever reference it is bound`(first: BindingMode, second: BindingMode)
        async throws
    {
        let house = try await House()
        let certificate = Sample.certificate(1)
        try await house.add("kim-7f3a", certificate: Sample.certificate(8, serial: "08"))
        try await house.add("lee-90aa", certificate: Sample.certificate(9, serial: "09"))
        _ = try await house.administration.bind(
            certificate, by: first, to: AccountName(stored: "kim-7f3a"), House.operatorMandate)
        await #expect(throws: AdministrationProblem.conflict(.certificateBound)) {
            _ = try await house.administration.bind(
                certificate, by: second, to: AccountName(stored: "lee-90aa"), House.operatorMandate)
        }
        guard case .bound(let holder) = house.access.holder(of: certificate, from: Sample.address) else {
            throw Unexpected("not bound")
        }
        #expect(holder.name.text == "kim-7f3a")
    }

    @Test func `bound to nobody has no holder`() async throws {
        let house = try await House()
        #expect(house.access.holder(of: Sample.certificate(), from: Sample.address) == .unbound)
    }

    @Test func `renewed over the same key keeps its holder; bound by serial it does not`() async throws {
        let house = try await House()
        try await house.add("kim-7f3a", certificate: Sample.certificate(1, serial: "01"))
        let renewed = Sample.certificate(1, serial: "02")
        guard case .bound = house.access.holder(of: renewed, from: Sample.address) else {
            throw Unexpected("key binding lost")
        }

        let other = Sample.certificate(5, serial: "05")
        _ = try await house.administration.bind(
            other, by: .issuerAndSerial, to: AccountName(stored: "kim-7f3a"), House.operatorMandate)
        #expect(house.access.holder(of: Sample.certificate(5, serial: "06"), from: Sample.address) == .unbound)
    }

    @Test func `is not found by the name inside it`() async throws {
        let house = try await House()
        try await house.add("kim-7f3a", certificate: Sample.certificate(1, serial: "01"))
        // The same subject and issuer (Sample), another key and serial.
        #expect(house.access.holder(of: Sample.certificate(2, serial: "02"), from: Sample.address) == .unbound)
    }

    @Test func `of a disabled account, a locked one, or under a lock of its own is refused with the reason of each`()
        async throws
    {
        let house = try await House()
        let kim = try await house.person()
        func reason() -> Reason? {
            if case .refused(_, let reason) = house.access.holder(of: kim.certificate, from: Sample.address) {
                reason
            } else {
                nil
            }
        }
        #expect(reason() == nil)
        try await house.administration.disable(kim.name, House.operatorMandate)
        #expect(reason() == .accountDisabled)
        let lock = try await house.administration.addLock(.account(kim.name), until: nil, House.operatorMandate)
        #expect(reason() == .accountLocked)
        let second = try await house.administration.addLock(
            .issuer(kim.certificate.issuer), until: nil, House.operatorMandate)
        #expect(reason() == .certificateRevoked)
        try await house.administration.liftLock(second.id, House.operatorMandate)
        try await house.administration.liftLock(lock.id, House.operatorMandate)
        try await house.administration.enable(kim.name, House.operatorMandate)
        #expect(reason() == nil)
    }

    @Test func `under a lock stays under it over a restart`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.administration.addLock(
            .certificate(kim.certificate.fingerprint), until: nil, House.operatorMandate)
        let again = try await house.restarted()
        guard case .refused(_, .certificateRevoked) = again.access.holder(of: kim.certificate, from: Sample.address)
        else {
            throw Unexpected("lock forgotten")
        }
    }

    @Test func `unbound opens nothing from then on`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.administration.unbind(
            .publicKey(kim.certificate.publicKey), from: kim.name, House.operatorMandate)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address) == .unbound)
        #expect(await house.login(kim).refusal == .certificateNotBound)
    }
}
