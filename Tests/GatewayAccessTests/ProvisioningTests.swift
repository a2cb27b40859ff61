import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@Suite struct `People brought by a file or a personnel system` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "personnel file")
    private let feed = House.mandate(.provisioner(AccountName(stored: "hr-feed-77")), "SCIM")

    private func person(
        _ name: String, roles: Set<RoleName>? = [RoleName("staff")], active: Bool = true,
        organisation: String = "한빛 반도체",
        externalID: String? = nil
    ) -> ProvisionedPerson {
        ProvisionedPerson(
            name: AccountName(stored: name), displayName: "김하늘", organisation: organisation, language: .korean,
            isActive: active, roles: roles, externalID: externalID)
    }

    /// A site at which the personnel system's own account was approved by park.
    private func house(_ provisioning: AccountRules.Provisioning) async throws -> House {
        let policy = try HousePolicy.snapshot { $0.roles[RoleName("provisioner")] = Role(kind: .service) }
        let before = try await House(policy: policy)
        try await before.sqlite.insert(Sample.account("hong-41c2"))
        try before.sqlite.close()
        let house = try await House(
            in: before.folder, clock: before.clock, policy: policy, people: AccountRules(provisioning: provisioning))
        let terms = try Sample.terms(owner: "hong-41c2", until: house.clock.now + .seconds(86_400 * 30))
        let request = try await house.administration.request(
            NewAccount(
                name: AccountName(stored: "hr-feed-77"), displayName: "HR", roles: [RoleName("provisioner")],
                organisation: "한빛 반도체", use: .service, terms: terms), hong)
        let park = House.mandate(.administrator(AccountName(stored: "park-2c9d")), "contract seen")
        _ = try await house.administration.approve(request.id, park)
        return house
    }

    private func steps(_ people: [ProvisionedPerson], in house: House, _ mandate: Mandate) async throws -> [[String]] {
        try await house.administration.plan(people, by: mandate.actor, requestID: mandate.requestID)
            .lines.map { $0.steps.map(\.text) }
    }

    @Test func `are planned without a change, brought as planned, and brought once`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let people = [
            person("kim-7f3a", active: false), person("lee-90aa", externalID: "E-1"),
            person("gone-1a2b", active: false),
        ]
        let plan = try await house.administration.plan(people, by: hong.actor, requestID: hong.requestID)
        #expect(plan.lines.map { $0.steps.map(\.text) } == [["disable"], ["add"], []])
        #expect(try await house.sqlite.account(AccountName(stored: "lee-90aa")) == nil)

        _ = try await house.administration.provision(people, expecting: plan.digest, hong)
        #expect(try await house.sqlite.account(kim.name)?.state == .disabled)
        #expect(try await house.sqlite.account(AccountName(stored: "lee-90aa"))?.externalID == "E-1")
        #expect(try await steps(people, in: house, hong) == [[], [], []])
        #expect(house.record.events(.accountDisabled).map(\.statedReason) == ["personnel file"])
    }

    @Test func `come all or not at all`() async throws {
        let house = try await House()
        let people = [person("lee-90aa"), person("kim-7f3a", roles: [RoleName("astronaut")])]
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.provision(people, hong)
        }
        #expect(try await house.sqlite.account(AccountName(stored: "lee-90aa")) == nil)
        // The store refuses the second: the first is not there either.
        let twins = [person("lee-90aa", externalID: "E-1"), person("park-2c9d", externalID: "E-1")]
        await #expect(throws: AdministrationProblem.conflict(.accountExists)) {
            _ = try await house.administration.provision(twins, hong)
        }
        #expect(try await house.sqlite.account(AccountName(stored: "lee-90aa")) == nil)
        let known = try await house.administration.accounts(readBy: hong.actor, requestID: hong.requestID)
        #expect(known.isEmpty)
    }

    @Test func `are not brought by a plan that nobody has seen`() async throws {
        let house = try await House()
        let seen = try await house.administration.plan([person("lee-90aa")], by: hong.actor, requestID: hong.requestID)
        await #expect(throws: AdministrationProblem.planChanged) {
            _ = try await house.administration.provision(
                [person("lee-90aa"), person("kim-7f3a")], expecting: seen.digest, hong)
        }
    }

    @Test func `are out at once when they left (T23, T97)`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let session = try await house.enter(kim).session
        _ = try await house.administration.provision([person("kim-7f3a", active: false)], hong)
        #expect(session.hasEnded)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address).isRefused)
    }

    @Test func `wait for an approval at a site of two people (T95)`() async throws {
        let house = try await house(.request)
        for mandate in [hong, feed] {
            let name = mandate == hong ? "kim-7f3a" : "lee-90aa"
            _ = try await house.administration.provision([person(name)], mandate)
            #expect(try await house.sqlite.account(AccountName(stored: name)) == nil)
            #expect(try await steps([person(name)], in: house, mandate) == [[]])
            let request = try #require(
                try await house.sqlite.requests(openAt: house.clock.now, limit: 10)
                    .first { $0.account.text == name })
            await #expect(throws: AdministrationProblem.ownRequest) {
                _ = try await house.administration.approve(request.id, mandate)
            }
        }
        _ = try await house.administration.provision([person("lee-90aa", active: false)], feed)
        #expect(try await house.sqlite.requests(openAt: house.clock.now, limit: 10).map(\.account.text) == ["kim-7f3a"])
    }

    @Test func `come under a standing approval with the name of its giver (T95)`() async throws {
        let house = try await house(.standing)
        _ = try await house.administration.provision([person("kim-7f3a")], feed)
        #expect(try await house.sqlite.account(AccountName(stored: "kim-7f3a"))?.state == .active)
        let proof = try #require(try await house.sqlite.requests(for: AccountName(stored: "kim-7f3a")).first)
        #expect(proof.applicant == AccountName(stored: "hr-feed-77"))
        #expect(proof.decision?.by == AccountName(stored: "park-2c9d"))
        #expect(house.record.events(.accountAdded).last?.details["approver"] == "park-2c9d")
    }

    @Test(arguments: ["security_admin", "auditor", "provisioner"])
    func `are given no special role by a personnel system`(role: String) async throws {
        let house = try await house(.standing)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.provision([person("kim-7f3a", roles: [RoleName(role)])], feed)
        }
        _ = try await house.administration.provision([person("kim-7f3a")], feed)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.provision([person("kim-7f3a", roles: [RoleName(role)])], feed)
        }
    }

    @Test func `of special roles are touched by a personnel system only when they left`() async throws {
        let house = try await house(.standing)
        _ = try await house.administration.add(
            NewAccount(
                name: AccountName(stored: "choi-51be"), displayName: "최", roles: [RoleName("security_admin")],
                organisation: "한빛 반도체"), House.operatorMandate)
        let renamed = ProvisionedPerson(
            name: AccountName(stored: "choi-51be"), displayName: "다른 이름", organisation: "한빛 반도체", language: .korean,
            isActive: true, roles: nil, externalID: nil)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.provision([renamed], feed)
        }
        var left = renamed
        left.displayName = "최"
        left.isActive = false
        _ = try await house.administration.provision([left], feed)
        #expect(try await house.sqlite.account(AccountName(stored: "choi-51be"))?.state == .disabled)
    }
}
