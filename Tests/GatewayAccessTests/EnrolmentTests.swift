import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `An enrolment` {
    private func scene() async throws -> (house: House, name: AccountName, certificate: ClientCertificate, code: String)
    {
        let house = try await House()
        let certificate = Sample.certificate()
        try await house.add("kim-7f3a", certificate: certificate)
        let name = AccountName(stored: "kim-7f3a")
        return (
            house, name, certificate, try await house.administration.resetFactors(of: name, House.operatorMandate).code
        )
    }

    private func begin(_ house: House, _ name: AccountName, _ certificate: ClientCertificate, _ code: String)
        async throws -> TOTPEnrolment.Offer?
    {
        if case .begun(let offer) = try await house.access.enrolment.begin(
            withCode: code, by: house.visitor(name, certificate))
        {
            offer
        } else {
            nil
        }
    }

    private func code(_ offer: TOTPEnrolment.Offer, at time: UnixTime) throws -> String {
        let secret = SecretBytes(copying: try #require(Base32.decode(offer.base32Secret)))
        return String(
            decoding: TOTP(secret: secret, parameters: offer.parameters).code(at: TimeStep(at: time)), as: UTF8.self)
    }

    @Test func `begins with the administrator's code and counts once confirmed by a first code`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        #expect(offer.uri.hasPrefix("otpauth://totp/"))
        #expect(try await house.access.ownAccount.heldFactors(of: name).isEmpty)
        guard
            case .enrolled(let recoveryCodes) = try await house.access.enrolment.confirm(
                offer.device, with: try code(offer, at: house.clock.now), by: house.visitor(name, certificate))
        else { throw Unexpected("not enrolled") }
        #expect(recoveryCodes.count == 10)
        #expect(try await house.access.ownAccount.heldFactors(of: name) == [.totp])
    }

    @Test func `code works once`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        #expect(try await begin(house, name, certificate, ticket) != nil)
        #expect(try await begin(house, name, certificate, ticket) == nil)
    }

    @Test func `code works for nobody else, and with no certificate but theirs`() async throws {
        let (house, name, _, ticket) = try await scene()
        let lee = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: lee)
        #expect(try await begin(house, AccountName(stored: "lee-90aa"), lee, ticket) == nil)
        #expect(try await begin(house, name, lee, ticket) == nil)
        #expect(house.record.events(.enrolmentRefused).count == 2)
    }

    @Test func `code works for a day`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        house.clock.advance(by: .seconds(86400))
        #expect(try await begin(house, name, certificate, ticket) == nil)
    }

    @Test func `is not confirmed by a wrong code, nor after ten minutes`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        let visitor = house.visitor(name, certificate)
        guard case .refused = try await house.access.enrolment.confirm(offer.device, with: "12345", by: visitor) else {
            throw Unexpected("taken")
        }
        house.clock.advance(by: .seconds(600))
        let late = try code(offer, at: house.clock.now)
        guard case .expired = try await house.access.enrolment.confirm(offer.device, with: late, by: visitor) else {
            throw Unexpected("taken late")
        }
    }

    @Test func `counts wrong codes like those of a login, and a lock refuses the right one`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        let visitor = house.visitor(name, certificate)
        for _ in 0..<5 {
            let end = try await house.access.enrolment.confirm(offer.device, with: "12345", by: visitor)
            guard case .refused = end else { throw Unexpected("\(end)") }
        }
        #expect(house.record.events(.factorLocked).count == 1)
        #expect(house.warnings.toOwners.map(\.event).contains(.locked))
        let right = try code(offer, at: house.clock.now)
        let locked = try await house.access.enrolment.confirm(offer.device, with: right, by: visitor)
        guard case .refused = locked else { throw Unexpected("\(locked)") }

        let again = try await house.administration.resetFactors(of: name, House.operatorMandate).code
        let next = try #require(try await begin(house, name, certificate, again))
        let first = try code(next, at: house.clock.now)
        guard case .enrolled = try await house.access.enrolment.confirm(next.device, with: first, by: visitor) else {
            throw Unexpected("a lock outlived what it was about")
        }
    }

    @Test func `cannot be confirmed for another person`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        let lee = Sample.certificate(2, serial: "02")
        try await house.add("lee-90aa", certificate: lee)
        let right = try code(offer, at: house.clock.now)
        guard
            case .expired = try await house.access.enrolment.confirm(
                offer.device, with: right, by: house.visitor(AccountName(stored: "lee-90aa"), lee))
        else { throw Unexpected("taken for another") }
    }

    @Test func `uses the confirming code up: it does not log in as well`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        let first = try code(offer, at: house.clock.now)
        _ = try await house.access.enrolment.confirm(offer.device, with: first, by: house.visitor(name, certificate))
        let outcome = await house.access.login.attempt(
            PresentedFactors(totp: first), by: house.visitor(name, certificate))
        #expect(outcome.refusal == .otpReplayed)
    }

    @Test func `that was only begun does not log in`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        let offer = try #require(try await begin(house, name, certificate, ticket))
        let outcome = await house.access.login.attempt(
            PresentedFactors(totp: try code(offer, at: house.clock.now)), by: house.visitor(name, certificate))
        #expect(outcome.refusal == .factorFailed)
    }

    @Test func `reset takes the old device away`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.administration.resetFactors(of: kim.name, House.operatorMandate)
        #expect(await house.login(kim).refusal == .factorFailed)
        #expect(house.warnings.toOwners.map(\.event).contains(.factorReset))
    }

    @Test func `code for somebody who never had a factor warns nobody`() async throws {
        let (house, name, certificate, ticket) = try await scene()
        #expect(house.record.events(.factorReset).count == 1)
        _ = try #require(try await begin(house, name, certificate, ticket))
        // A device that was begun and never confirmed proves nothing, so nothing is lost with it.
        _ = try await house.administration.resetFactors(of: name, House.operatorMandate)
        #expect((house.warnings.toOwners + house.warnings.toOfficer).filter { $0.event == .factorReset } == [])
    }
}

@Suite struct `A recovery code` {
    @Test func `stands in for the device once`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        guard
            case .codes(let codes) = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: RequestID(high: 1, low: 1))
        else {
            throw Unexpected("no codes")
        }
        let visitor = house.visitor(kim.name, kim.certificate)
        let grant = try await house.access.login.attempt(
            PresentedFactors(recoveryCode: codes[0].lowercased()), by: visitor
        ).grant
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .recoveryCode])
        #expect(
            await house.access.login.attempt(PresentedFactors(recoveryCode: codes[0]), by: visitor).refusal
                == .factorFailed)
        #expect(try await house.access.ownAccount.overview(of: grant.session)?.recoveryCodesLeft == 9)
    }

    @Test func `that was accepted is told to the owner and to the officer, a wrong one is not`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        guard
            case .codes(let codes) = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: RequestID(high: 1, low: 1))
        else {
            throw Unexpected("no codes")
        }
        let visitor = house.visitor(kim.name, kim.certificate)
        func warnings(_ all: [SecurityWarning]) -> [SecurityWarning.Severity] {
            all.filter { $0.event == .recoveryCodeUsed }.map(\.severity)
        }
        _ = await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor)
        #expect(warnings(house.warnings.toOfficer) == [])
        #expect(await house.access.login.attempt(PresentedFactors(recoveryCode: codes[0]), by: visitor).isSignedIn)
        #expect(warnings(house.warnings.toOfficer) == [.medium])
        #expect(warnings(house.warnings.toOwners) == [.medium])
    }

    @Test func `is not used up while the factor is locked`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        guard
            case .codes(let codes) = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: RequestID(high: 1, low: 1))
        else {
            throw Unexpected("no codes")
        }
        let visitor = house.visitor(kim.name, kim.certificate)
        for _ in 0..<5 { _ = await house.access.login.attempt(PresentedFactors(recoveryCode: "?"), by: visitor) }
        #expect(
            await house.access.login.attempt(PresentedFactors(recoveryCode: codes[0]), by: visitor).refusal
                == .accountLocked)
        #expect(try await house.unlock(kim) == nil)
        #expect(await house.access.login.attempt(PresentedFactors(recoveryCode: codes[0]), by: visitor).isSignedIn)
    }

    @Test func `sheet is drawn only with a second factor proved a moment ago`() async throws {
        let house = try await House()
        let session = try await house.enter(try await house.person()).session
        house.clock.advance(by: .seconds(300))
        guard
            case .freshFactorNeeded = try await house.access.ownAccount.renewRecoveryCodes(
                of: session, requestID: RequestID(high: 1, low: 1))
        else {
            throw Unexpected("drawn with an old proof")
        }
    }
}
