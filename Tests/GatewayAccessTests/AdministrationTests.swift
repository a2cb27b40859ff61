import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `An administrative order` {
    private let lee = Actor.administrator(AccountName(stored: "lee-90aa"))

    @Test func `is recorded with who, why and what`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await house.administration.disable(kim.name, House.mandate(lee, "left the company"))
        let event = try #require(house.record.events(.accountDisabled).first)
        #expect(event.actor == lee)
        #expect(event.account == kim.name)
        #expect(event.statedReason == "left the company")
        #expect(event.outcome == .success)
    }

    @Test func `that fails after it was recorded is followed by a record of the failure`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.store.calls.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            try await house.administration.disable(kim.name, House.operatorMandate)
        }
        let failure = try #require(house.record.events(.administrationRefused).first)
        #expect(failure.requestID == house.record.events(.accountDisabled).first?.requestID)
        #expect(failure.reason == .storeUnavailable)
        #expect(failure.details["order"] == "account_disabled")
    }

    @Test func `about oneself is refused, on every path to more rights`() async throws {
        let house = try await House()
        let admin = try await house.person("lee-90aa", roles: ["security_admin"])
        let mandate = House.mandate(lee)
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.setRoles([RoleName("staff")], of: admin.name, mandate)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.unlock(admin.name, mandate)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            _ = try await house.administration.resetFactors(of: admin.name, mandate)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            try await house.administration.disable(admin.name, mandate)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            _ = try await house.administration.bind(Sample.certificate(7, serial: "07"), to: admin.name, mandate)
        }
    }

    @Test func `may send oneself a warning that says it is a test: nothing is gained by that`() async throws {
        let house = try await House()
        let admin = try await house.person("lee-90aa", roles: ["security_admin"])
        let warnings = try await house.administration.testWarnings(to: admin.name, House.mandate(lee))
        #expect(warnings.map(\.audience) == [.securityOfficer, .owner(admin.name)])
        #expect(house.record.events(.warningsTested).map(\.account) == [admin.name])
    }

    @Test func `cannot give roles that exclude each other, or that the policy does not know`() async throws {
        let house = try await House()
        let kim = try await house.person()
        for roles in [["security_admin", "auditor"], ["foreign_partner", "security_admin"], ["emperor"]] {
            await #expect(throws: AdministrationProblem.self) {
                try await house.administration.setRoles(
                    Set(roles.map(RoleName.init)), of: kim.name, House.operatorMandate)
            }
        }
        #expect(try await house.store.account(kim.name)?.roles == [RoleName("staff")])
    }

    @Test func `about nobody is refused and leaves no success in the record`() async throws {
        let house = try await House()
        await #expect(throws: AdministrationProblem.notFound(.account)) {
            try await house.administration.disable(AccountName(stored: "nobody-here"), House.operatorMandate)
        }
        #expect(house.record.events(.accountDisabled).isEmpty)
    }

    @Test func `side by side with others leaves memory as the store has it`() async throws {
        let house = try await House()
        let kim = try await house.person()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    if index.isMultiple(of: 2) {
                        try await house.administration.disable(kim.name, House.operatorMandate)
                    } else {
                        try await house.administration.enable(kim.name, House.operatorMandate)
                    }
                }
            }
            try await group.waitForAll()
        }
        let stored = try #require(try await house.store.account(kim.name))
        let accounts = try await house.administration.accounts(readBy: lee, requestID: RequestID(high: 1, low: 1))
        #expect(accounts.first { $0.name == kim.name } == stored)
    }

    @Test func `for a grant is checked: period, consoles, external role, sponsor`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let smith = try await house.partner()
        func problem(_ change: (inout NewGrant) -> Void) async -> AdministrationProblem? {
            var grant = house.grant(to: smith.name, hours: 1)
            change(&grant)
            do throws(AdministrationProblem) {
                _ = try await house.administration.addGrant(grant, House.operatorMandate)
                return nil
            } catch {
                return error
            }
        }
        #expect(await problem { _ in } == nil)
        #expect(await problem { $0.to = $0.from } == .emptyPeriod)
        #expect(await problem { $0.consoles = [] } == .noConsole)
        #expect(await problem { $0.consoles = [ConsoleID("attic")] } == .unknownConsole(ConsoleID("attic")))
        #expect(await problem { $0.account = kim.name } == .notExternal(kim.name))
        #expect(await problem { $0.sponsor = AccountName(stored: "nobody-here") } == .notFound(.account))
        #expect(await problem { $0.sponsor = smith.name } == .noSponsor(smith.name))
        try await house.administration.suspend(kim.name, House.operatorMandate)
        #expect(await problem { $0.sponsor = kim.name } == .noSponsor(kim.name))
    }

    /// Whoever binds a certificate of their own is that person wherever a certificate is enough.
    @Test func `that binds another certificate is told to owner and officer`() async throws {
        let house = try await House()
        let kim = try await house.person()
        #expect(!house.warnings.all.contains { $0.event == .certificateBound })
        _ = try await house.administration.bind(
            Sample.certificate(0x66, serial: "66"), to: kim.name, House.operatorMandate)
        #expect(
            house.warnings.all.filter { $0.event == .certificateBound }.map(\.audience) == [
                .securityOfficer, .owner(kim.name),
            ])
    }

    @Test func `tells every connection through the epoch`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let before = house.access.epoch
        try await house.administration.setRoles([RoleName("auditor")], of: kim.name, House.operatorMandate)
        #expect(house.access.epoch > before)
    }

    @Test func `that only reads is recorded as reading, with whom it was about`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.administration.details(of: kim.name, readBy: lee, requestID: RequestID(high: 1, low: 1))
        let event = try #require(house.record.events(.peopleRead).last)
        #expect(event.actor == lee)
        #expect(event.account == kim.name)
    }

    @Test func `shows what is locked, bound, registered and open`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.enter(kim)
        for _ in 0..<5 { _ = await house.login(kim, code: kim.wrongCode(at: house.clock.now)) }
        let details = try await house.administration.details(
            of: kim.name, readBy: lee, requestID: RequestID(high: 1, low: 1))
        #expect(details.bindings.map(\.reference) == [.publicKey(kim.certificate.publicKey)])
        #expect(details.devices.count == 1)
        #expect(details.sessions.count == 1)
        #expect(details.attemptLocks[.totp] != nil)
        #expect(house.administration.counts.sessions == 1)
    }
}

@Suite struct `A stated reason` {
    @Test(arguments: ["", "ab", "   ", "two\nlines", "a\u{202E}b c", String(repeating: "x", count: 501), "bell\u{7}"])
    func `that could not stand in a record on one line is none`(text: String) {
        #expect(StatedReason(text) == nil)
    }

    @Test func `is taken as written`() {
        #expect(StatedReason("퇴사 처리 (티켓 #412)")?.description == "퇴사 처리 (티켓 #412)")
    }
}
