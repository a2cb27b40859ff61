import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, 2.3: separate account, hardware key, two people, one hour, loud alarm.
@Suite struct `An emergency account` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "identity provider down")
    private let park = House.mandate(.administrator(AccountName(stored: "park-2c9d")), "confirmed by phone")

    private func house() async throws -> (House, Inhabitant) {
        let policy = try HousePolicy.snapshot { $0.roles[RoleName("break_glass")] = Role(kind: .member) }
        let house = try await House(policy: policy)
        let glass = try await house.person("glass-51c0", roles: ["staff"])
        try await house.administration.setRoles([RoleName("break_glass")], of: glass.name, House.operatorMandate)
        try await house.add("park-2c9d", roles: ["security_admin"], certificate: Sample.certificate(2, serial: "2"))
        return (house, glass)
    }

    @Test func `is of no use until two people opened it`() async throws {
        let (house, glass) = try await house()
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == .approvalMissing)
        let request = try await house.administration.requestOpening(of: glass.name, hong)
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == .approvalMissing)
        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approve(request.id, hong)
        }
        await #expect(throws: AdministrationProblem.ownAccount) {
            _ = try await house.administration.approve(request.id, House.mandate(.administrator(glass.name)))
        }
        _ = try await house.administration.approve(request.id, park)
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == nil)
    }

    /// It lies in a safe; the quarterly check of the list looks after it.
    @Test func `is not disabled for lying in its safe, and not opened once it is disabled`() async throws {
        let (house, glass) = try await house()
        house.clock.advance(by: .days(100))
        try await house.access.housekeeping.careForAccounts(
            at: house.clock.now, requestID: RequestID(high: 9, low: 9))
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == .approvalMissing)
        let request = try await house.administration.requestOpening(of: glass.name, hong)
        try await house.administration.disable(glass.name, House.operatorMandate)
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            _ = try await house.administration.approve(request.id, park)
        }
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            _ = try await house.administration.requestOpening(of: glass.name, hong)
        }
    }

    @Test func `tells everybody, at once and as loudly as it can`() async throws {
        let (house, glass) = try await house()
        let request = try await house.administration.requestOpening(of: glass.name, hong)
        _ = try await house.administration.approve(request.id, park)
        let alarms = house.warnings.all.filter { $0.event == .breakGlassOpened }
        #expect(alarms.allSatisfy { $0.severity == .critical })
        #expect(
            Set(alarms.map(\.audience)) == [
                .securityOfficer, .owner(glass.name), .owner(AccountName(stored: "park-2c9d")),
            ])
        let opened = try #require(house.record.events(.breakGlassOpened).first)
        #expect(opened.severity == .critical)
        #expect(opened.details["applicant"] == "hong-41c2")
        #expect(opened.details["approver"] == "park-2c9d")
    }

    @Test func `is shut again after an hour, also by a node that was restarted meanwhile`() async throws {
        let (first, glass) = try await house()
        let request = try await first.administration.requestOpening(of: glass.name, hong)
        _ = try await first.administration.approve(request.id, park)
        first.clock.advance(by: .seconds(3599))
        try first.sqlite.close()
        let policy = try HousePolicy.snapshot { $0.roles[RoleName("break_glass")] = Role(kind: .member) }
        let house = try await House(in: first.folder, clock: first.clock, policy: policy)
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == nil)
        house.clock.advance(by: .seconds(1))
        let before = house.access.epoch
        try await house.tick()
        #expect(house.access.epoch > before)
        #expect(house.access.holder(of: glass.certificate, from: Sample.address).reason == .approvalMissing)
    }

    @Test func `signs in with no less than its security key`() async throws {
        let (house, glass) = try await house()
        let request = try await house.administration.requestOpening(of: glass.name, hong)
        _ = try await house.administration.approve(request.id, park)
        #expect(await house.login(glass).refusal == .factorMissing)
    }

    @Test func `is the only kind that is opened`() async throws {
        let (house, _) = try await house()
        await #expect(throws: AdministrationProblem.noBreakGlass(AccountName(stored: "park-2c9d"))) {
            _ = try await house.administration.requestOpening(of: AccountName(stored: "park-2c9d"), hong)
        }
    }
}
