import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// A node serves before everybody is in memory: whoever comes is looked up, and nobody is taken for nobody.
@Suite struct `Before everybody is read` {
    private static let notKnown = CertificateHolder.refused(nil, .storeUnavailable)

    /// The same people, in a node that has just started and has read nobody.
    private func awakening(of house: House) async throws -> House {
        try house.sqlite.close()
        return try await House(in: house.folder, clock: house.clock, readsEverybody: false)
    }

    @Test func `a person is looked up, and logs in`() async throws {
        let before = try await House()
        let kim = try await before.person()
        let house = try await awakening(of: before)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address) == Self.notKnown)
        await house.access.lookUp(kim.certificate)
        guard case .bound(let account) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("unknown")
        }
        #expect(account.name == kim.name && account.roles == [RoleName("staff")])
        #expect(await house.login(kim).isSignedIn)
        #expect(!house.access.knowsEverybody)
    }

    @Test func `a session that was open goes on`() async throws {
        let before = try await House()
        let kim = try await before.person()
        let token = try await before.enter(kim).cookie
        let house = try await awakening(of: before)
        #expect(house.access.session(token: token.hash, scope: .host("gate.example"))?.account == kim.name)
    }

    @Test func `a certificate of nobody is nobody's once it was asked for, not before`() async throws {
        let house = try await awakening(of: try await House())
        #expect(house.access.holder(of: Sample.certificate(), from: Sample.address) == Self.notKnown)
        await house.access.lookUp(Sample.certificate())
        #expect(house.access.holder(of: Sample.certificate(), from: Sample.address) == .unbound)
        // One answer is for one certificate.
        #expect(house.access.holder(of: Sample.certificate(2, serial: "02"), from: Sample.address) == Self.notKnown)
    }

    @Test func `a certificate that two accounts claim lets neither in, also when one of them is known`() async throws {
        let before = try await House()
        let certificate = Sample.certificate(1, serial: "01")
        for name in ["kim-7f3a", "lee-90aa"] { try await before.sqlite.insert(Sample.account(name)) }
        try await before.sqlite.bind(
            .init(
                account: Sample.name("kim-7f3a"),
                reference: .issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial),
                boundAt: Sample.start))
        try await before.sqlite.bind(
            .init(
                account: Sample.name("lee-90aa"), reference: .publicKey(certificate.publicKey), boundAt: Sample.start))
        let house = try await awakening(of: before)
        // The same key under another serial: lee's alone.
        let renewed = ClientCertificate(
            fingerprint: Sample.digest(2), publicKey: certificate.publicKey, issuer: certificate.issuer, serial: "02",
            subject: certificate.subject, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
            policies: [])
        await house.access.lookUp(renewed)
        guard case .bound(let lee) = house.access.holder(of: renewed, from: Sample.address) else {
            throw Unexpected("unknown")
        }
        #expect(lee.name.text == "lee-90aa")
        await house.access.lookUp(certificate)
        #expect(house.access.holder(of: certificate, from: Sample.address) == .refused(nil, .certificateNotBound))
        try await house.access.readEverybody()
        #expect(house.access.holder(of: certificate, from: Sample.address) == .refused(nil, .certificateNotBound))
    }

    @Test func `a store that does not answer refuses, and says so`() async throws {
        let before = try await House()
        let kim = try await before.person()
        let house = try await awakening(of: before)
        house.store.calls.breakDown()
        await house.access.lookUp(kim.certificate)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address) == Self.notKnown)
        #expect(await house.login(kim).refusal == .storeUnavailable)
        house.store.calls.recover()
        await house.access.lookUp(kim.certificate)
        guard case .bound = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("unknown")
        }
    }

    @Test func `a lock holds already`() async throws {
        let before = try await House()
        let kim = try await before.person()
        _ = try await before.administration.addLock(.organisation("한빛 반도체"), until: nil, House.operatorMandate)
        let house = try await awakening(of: before)
        await house.access.lookUp(kim.certificate)
        guard case .refused(_, .accountLocked) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("let in")
        }
        try await house.access.readEverybody()
        guard case .refused(_, .accountLocked) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("let in")
        }
    }

    @Test func `who was looked up stays as they were found, whatever an older reading says`() async throws {
        let before = try await House()
        let kim = try await before.person()
        let house = try await awakening(of: before)
        house.store.pages.close()
        async let reading: Void = house.access.readEverybody()
        // The page with kim on it is read, and not yet taken over.
        await house.store.pages.awaitArrival()
        try await house.sqlite.move(kim.name, from: [.active], to: .disabled, at: house.clock.now)
        await house.access.lookUp(kim.certificate)
        house.store.pages.open()
        try await reading
        #expect(house.access.knowsEverybody)
        guard case .refused(_, .accountDisabled) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("let in")
        }
    }

    @Test func `administration waits, and then sees everybody`() async throws {
        let before = try await House()
        _ = try await before.person()
        let house = try await awakening(of: before)
        house.store.pages.close()
        async let reading: Void = house.access.readEverybody()
        await house.store.pages.awaitArrival()
        let administration = house.administration
        let request = RequestID(high: 4, low: 4)
        async let list = administration.accounts(readBy: .controlSocket(uid: 0), requestID: request)
        let taken = Task {
            try await administration.add(
                NewAccount(
                    name: Sample.name("kim-7f3a"), displayName: "다른 김하늘", roles: [RoleName("staff")],
                    organisation: "한빛 반도체"), House.operatorMandate)
        }
        #expect(administration.counts.accounts == 0)
        house.store.pages.open()
        try await reading
        let names = try await list.map(\.name.text)
        #expect(names == ["kim-7f3a"])
        await #expect(throws: AdministrationProblem.conflict(.accountExists)) { _ = try await taken.value }
    }

    @Test func `a reading that failed refuses administration with its cause, and may be tried again`() async throws {
        let before = try await House()
        let kim = try await before.person()
        let house = try await awakening(of: before)
        house.store.calls.breakDown()
        await #expect(throws: AccessFailure.self) { try await house.access.readEverybody() }
        house.store.calls.recover()
        guard case .failed(let failure) = house.access.peopleReading else { throw Unexpected("no failure") }
        #expect(failure.reason == .storeUnavailable)
        await #expect(throws: AdministrationProblem.failed(failure)) {
            try await house.administration.disable(kim.name, House.operatorMandate)
        }
        try await house.access.readEverybody()
        #expect(house.access.peopleReading == .done)
        try await house.administration.disable(kim.name, House.operatorMandate)
        guard case .refused(_, .accountDisabled) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("let in")
        }
    }

    @Test func `the end of the reading makes every connection judge anew`() async throws {
        let house = try await awakening(of: try await House())
        let epoch = house.access.epoch
        try await house.access.readEverybody()
        #expect(house.access.epoch > epoch)
        // From here on nobody is looked up any more.
        _ = house.store.calls.take()
        await house.access.lookUp(Sample.certificate())
        #expect(house.store.calls.take().isEmpty)
        #expect(house.access.holder(of: Sample.certificate(), from: Sample.address) == .unbound)
    }
}
