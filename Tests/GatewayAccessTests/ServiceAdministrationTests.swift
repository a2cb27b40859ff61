import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

@Suite struct `The making of a service account` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "nightly build, ticket 61")
    private let park = House.mandate(.administrator(AccountName(stored: "park-2c9d")), "seen")
    private let bot = AccountName(stored: "night-bot-77")

    private func house(_ approval: AccountRules.Approval = .singlePerson) async throws -> House {
        let policy = try ServiceSite.policy()
        let house = try await House(policy: policy)
        try await house.add("kim-7f3a", certificate: Sample.certificate())
        guard approval == .twoPerson else { return house }
        try house.sqlite.close()
        return try await House(in: house.folder, clock: house.clock, policy: policy, people: AccountRules())
    }

    private func new(
        _ roles: Set<RoleName> = [RoleName("build_bot")], use: AccountUse = .service, terms: ServiceTerms?
    ) -> NewAccount {
        NewAccount(
            name: bot, displayName: "야간 빌드", roles: roles, organisation: "한빛 반도체", use: use, terms: terms)
    }

    private func terms(owner: String = "kim-7f3a", days: Int = 30, in house: House) throws -> ServiceTerms {
        try Sample.terms(owner: owner, until: house.clock.now + .seconds(86_400 * days))
    }

    @Test func `puts terms into the record, and the account into the list (T96)`() async throws {
        let house = try await house()
        let terms = try terms(in: house)
        _ = try await house.administration.add(new(terms: terms), hong)
        #expect(try await house.sqlite.directoryEntry(of: bot)?.terms == terms)
        #expect(try await house.sqlite.directoryEntry(of: bot)?.special?.purpose == "nightly build, ticket 61")
        let set = try #require(house.record.events(.serviceTermsChanged).first)
        #expect(set.account == bot)
        #expect(set.actor == hong.actor)
        #expect(set.details["owner"] == "kim-7f3a")
        #expect(set.details["networks"] == "192.0.2.0/28 2001:db8:17::/64")
        #expect(set.details["until"] == RFC3339.string(terms.until))
    }

    @Test func `takes two people, who agree on the terms`() async throws {
        let house = try await house(.twoPerson)
        let terms = try terms(in: house)
        guard case .requested(let request) = try await house.administration.admit(new(terms: terms), hong) else {
            throw Unexpected("it was made")
        }
        #expect(try await house.sqlite.account(bot) == nil)
        _ = try await house.administration.approve(request.id, park)
        #expect(try await house.sqlite.directoryEntry(of: bot)?.terms == terms)
        let set = try #require(house.record.events(.serviceTermsChanged).first)
        #expect(set.details["approver"] == "park-2c9d")
        #expect(set.statedReason == "nightly build, ticket 61")
    }

    @Test func `is refused without terms, roles of its own, an owner who is there, and an end within a year`()
        async throws
    {
        let house = try await house()
        try await house.add("gone-19ab", certificate: Sample.certificate(2, serial: "02"))
        try await house.administration.disable(AccountName(stored: "gone-19ab"), hong)
        let terms = try terms(in: house)
        let cases: [(NewAccount, ServiceProblem)] = [
            (new(terms: nil), .noTerms),
            (new([], terms: terms), .noRole),
            (new([RoleName("staff")], terms: terms), .roleOfPeople(RoleName("staff"))),
            (new(use: .person, terms: nil), .roleOfPrograms(RoleName("build_bot"))),
            (new([RoleName("staff")], use: .person, terms: terms), .termsOfPerson(bot)),
            (new(terms: try self.terms(owner: "nobody-0000", in: house)), .owner(AccountName(stored: "nobody-0000"))),
            (new(terms: try self.terms(owner: "gone-19ab", in: house)), .owner(AccountName(stored: "gone-19ab"))),
            (new(terms: try self.terms(days: 0, in: house)), .period),
            (new(terms: try self.terms(days: 367, in: house)), .period),
        ]
        for (new, problem) in cases {
            await #expect(throws: AdministrationProblem.service(problem)) {
                _ = try await house.administration.add(new, hong)
            }
        }
        #expect(try await house.sqlite.account(bot) == nil)
        _ = try await house.administration.add(new(terms: try self.terms(days: 366, in: house)), hong)
        await #expect(throws: AdministrationProblem.service(.owner(bot))) {
            let terms = try self.terms(owner: bot.text, in: house)
            _ = try await house.administration.renew(bot, on: terms, hong)
        }
    }

    @Test func `keeps roles of people from programs, and roles of programs from people, later too`() async throws {
        let house = try await house()
        _ = try await house.administration.add(new(terms: try terms(in: house)), hong)
        await #expect(throws: AdministrationProblem.service(.roleOfPeople(RoleName("staff")))) {
            try await house.administration.setRoles([RoleName("staff")], of: bot, hong)
        }
        await #expect(throws: AdministrationProblem.service(.roleOfPrograms(RoleName("build_bot")))) {
            try await house.administration.setRoles(
                [RoleName("build_bot")], of: AccountName(stored: "kim-7f3a"), hong)
        }
    }

    @Test func `does not come by a file of people`() async throws {
        let house = try await house()
        _ = try await house.administration.add(new(terms: try terms(in: house)), hong)
        let known = ProvisionedPerson(
            name: bot, displayName: "Bot", organisation: "한빛 반도체", language: .korean, isActive: false, roles: nil,
            externalID: nil)
        let unknown = ProvisionedPerson(
            name: AccountName(stored: "other-bot-3c"), displayName: "Bot", organisation: "한빛 반도체", language: .korean,
            isActive: true, roles: [RoleName("build_bot")], externalID: nil)
        let plan = try await house.administration.plan([known, unknown], by: hong.actor, requestID: hong.requestID)
        #expect(
            plan.lines.map(\.problem) == [
                .service(.isService(bot)), .service(.roleOfPrograms(RoleName("build_bot"))),
            ])
    }
}

@Suite struct `The renewal of a service account` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "moved to another rack")
    private let park = House.mandate(.administrator(AccountName(stored: "park-2c9d")), "seen")

    @Test func `holds at once, also for connections that run`() async throws {
        let site = try await ServiceSite()
        let before = site.house.access.epoch
        let terms = try Sample.terms(networks: ["10.9.0.0/24"], until: site.end)
        guard case .done = try await site.house.administration.renew(site.bot, on: terms, hong) else {
            throw Unexpected("it waits")
        }
        #expect(site.house.access.epoch > before)
        #expect(site.reason(from: NetworkAddress("192.0.2.7")!) == .zoneDenied)
        #expect(site.reason(from: NetworkAddress("10.9.0.1")!) == nil)
        #expect(try await site.listed.terms == terms)
    }

    @Test func `takes two people where a role does, and changes nothing before`() async throws {
        let first = try await ServiceSite()
        try first.house.sqlite.close()
        let house = try await House(
            in: first.house.folder, clock: first.house.clock, policy: try ServiceSite.policy(), people: AccountRules())
        let terms = try Sample.terms(networks: ["10.9.0.0/24"], until: first.end)
        guard case .requested(let request) = try await house.administration.renew(first.bot, on: terms, hong) else {
            throw Unexpected("it was done")
        }
        let address = NetworkAddress("10.9.0.1")!
        #expect(house.access.holder(of: first.certificate, from: address).reason == .zoneDenied)
        await #expect(throws: AdministrationProblem.ownRequest) {
            _ = try await house.administration.approve(request.id, hong)
        }
        _ = try await house.administration.approve(request.id, park)
        #expect(house.access.holder(of: first.certificate, from: address).reason == nil)
        let set = try #require(house.record.events(.serviceTermsChanged).first)
        #expect(set.details["applicant"] == "hong-41c2")
        #expect(set.details["approver"] == "park-2c9d")
    }

    @Test func `is for services that are there`() async throws {
        let site = try await ServiceSite()
        let terms = try Sample.terms(until: site.end)
        await #expect(throws: AdministrationProblem.service(.notService(site.owner))) {
            _ = try await site.house.administration.renew(site.owner, on: terms, hong)
        }
        try await site.house.administration.remove(site.bot, hong)
        await #expect(throws: AdministrationProblem.conflict(.accountState)) {
            _ = try await site.house.administration.renew(site.bot, on: terms, hong)
        }
        #expect(try await site.house.sqlite.directoryEntry(of: site.bot)?.terms == nil)
    }

    @Test func `is not done when it cannot be recorded`() async throws {
        let site = try await ServiceSite()
        site.house.record.breakDown()
        await #expect(throws: AdministrationProblem.self) {
            let terms = try Sample.terms(networks: ["10.9.0.0/24"], until: site.end)
            _ = try await site.house.administration.renew(site.bot, on: terms, hong)
        }
        site.house.record.recover()
        #expect(site.reason(from: NetworkAddress("192.0.2.7")!) == nil)
    }
}

@Suite struct `The networks of a service` {
    @Test func `are at least one, at most 32, and none as wide as the world or half of it`() throws {
        #expect(throws: ServiceTerms.Problem.noNetwork) { try Sample.terms(networks: []) }
        let many = (0..<33).map { "10.0.\($0).0/24" }
        #expect(throws: ServiceTerms.Problem.tooManyNetworks(33)) { try Sample.terms(networks: many) }
        for text in ["0.0.0.0/0", "::/0", "128.0.0.0/1", "8000::/1", "10.0.0.0/7"] {
            let block = try #require(CIDRBlock(text))
            #expect(throws: ServiceTerms.Problem.wide(block)) { try Sample.terms(networks: ["10.0.0.0/8", text]) }
        }
        #expect(try Sample.terms(networks: Array(many.dropFirst())).networks.count == 32)
    }
}
