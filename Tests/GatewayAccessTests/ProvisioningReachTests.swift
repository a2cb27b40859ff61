import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// What a personnel system may say, and what becomes of it when others speak at the same time or something fails.
@Suite struct `A personnel system` {
    private let hong = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "personnel file")
    private let feed = House.mandate(.provisioner(AccountName(stored: "hr-feed-77")), "SCIM")
    private let kim = AccountName(stored: "kim-7f3a")
    private let bot = AccountName(stored: "build-bot-5e")
    private let desk = AccountName(stored: "front-desk-2a")

    private static func account(_ name: String, _ roles: Set<RoleName>, _ use: AccountUse) -> Account {
        Account(
            name: AccountName(stored: name), displayName: name, roles: roles, organisation: "한빛 반도체",
            language: .korean, use: use, createdAt: Sample.start)
    }

    /// The system, approved by park; a program; a desk that several share; kim.
    private func house(_ provisioning: AccountRules.Provisioning = .standing) async throws -> House {
        let policy = try HousePolicy.snapshot { policy in
            policy.roles[RoleName("provisioner")] = Role(kind: .service)
            policy.roles[RoleName("build_bot")] = Role(kind: .service)
            for number in 0..<6 { policy.roles[RoleName("team_\(number)")] = Role(kind: .member) }
        }
        let folder = try TemporaryFolder()
        let empty = try await House(in: folder)
        let system = Self.account("hr-feed-77", [RoleName("provisioner")], .service)
        let listing = SpecialListing(
            account: system.name, purpose: "contract 12", listedBy: AccountName(stored: "park-2c9d"),
            listedAt: Sample.start)
        try await empty.sqlite.insert(system, listing: listing)
        try await empty.sqlite.insert(Self.account("build-bot-5e", [RoleName("build_bot")], .service), listing: nil)
        try await empty.sqlite.insert(Self.account("front-desk-2a", [RoleName("staff")], .shared), listing: nil)
        try await empty.sqlite.insert(Self.account("kim-7f3a", [RoleName("staff")], .person), listing: nil)
        try empty.sqlite.close()
        let people = AccountRules(approval: .singlePerson, provisioning: provisioning)
        return try await House(in: folder, clock: empty.clock, policy: policy, people: people)
    }

    private func person(_ name: AccountName, _ roles: Set<RoleName>?, active: Bool? = true) -> ProvisionedPerson {
        ProvisionedPerson(
            name: name, displayName: name.text, organisation: "한빛 반도체", language: .korean, isActive: active,
            roles: roles, externalID: nil)
    }

    private func bring(_ person: ProvisionedPerson, to house: House) async throws -> [String] {
        try await house.administration.provision([person], feed).lines.flatMap { $0.steps.map(\.text) }
    }

    private func roles(of name: AccountName, in house: House) async throws -> Set<RoleName>? {
        try await house.sqlite.account(name)?.roles
    }

    // MARK: How far it reaches

    @Test func `changes no program`() async throws {
        let house = try await house()
        let before = try await house.sqlite.account(bot)
        for (mandate, active) in [(feed, true), (feed, false), (hong, true)] {
            await #expect(throws: AdministrationProblem.self) {
                _ = try await house.administration.provision([person(bot, [], active: active)], mandate)
            }
        }
        #expect(try await house.sqlite.account(bot) == before)
        let seen = try await house.administration.provisionables(readBy: feed.actor, requestID: feed.requestID)
        #expect(seen.all.map(\.name) == [desk, kim])
        #expect(seen[bot] == nil)
    }

    @Test func `gives no role of programs to people`() async throws {
        let house = try await house()
        for name in [kim, AccountName(stored: "lee-90aa")] {
            await #expect(throws: AdministrationProblem.self) {
                _ = try await bring(person(name, [RoleName("build_bot")]), to: house)
            }
        }
        #expect(try await roles(of: kim, in: house) == [RoleName("staff")])
        #expect(try await house.sqlite.account(AccountName(stored: "lee-90aa")) == nil)
    }

    @Test func `asks for roles of what several share, under a standing approval too (T94)`() async throws {
        let house = try await house()
        let more: Set = [RoleName("staff"), RoleName("engineer")]
        #expect(try await bring(person(desk, more), to: house) == ["request-roles(engineer staff)"])
        #expect(try await roles(of: desk, in: house) == [RoleName("staff")])
        #expect(try await bring(person(kim, more), to: house) == ["roles(engineer staff)"])
        let given = try #require(house.record.events(.rolesChanged).last)
        #expect(given.details["approver"] == "park-2c9d" && given.details["approval"] == "standing")
    }

    @Test func `takes back what it asked for, and nobody else's request`() async throws {
        let house = try await house(.request)
        let lee = AccountName(stored: "lee-90aa")
        let request = try await house.administration.request(
            NewAccount(name: lee, displayName: "이", roles: [RoleName("staff")], organisation: "한빛 반도체"), hong)
        var gone = person(lee, nil, active: false)
        gone.isDeleted = true
        await #expect(throws: AdministrationProblem.person(lee, .conflict(.requestOpen))) {
            _ = try await bring(gone, to: house)
        }
        #expect(try await house.sqlite.request(request.id)?.decision == nil)
    }

    @Test func `that changed its mind asks for the other roles instead`() async throws {
        let house = try await house(.request)
        let (staff, one, two) = (RoleName("staff"), RoleName("team_1"), RoleName("team_2"))
        #expect(try await bring(person(kim, [staff, one]), to: house) == ["request-roles(staff team_1)"])
        #expect(try await bring(person(kim, [staff, one]), to: house) == [])
        #expect(
            try await bring(person(kim, [staff, two]), to: house) == [
                "withdraw-request", "request-roles(staff team_2)",
            ])
        // What it takes away at once is not what the request replaces any more.
        #expect(
            try await bring(person(kim, [two]), to: house) == ["withdraw-request", "roles()", "request-roles(team_2)"])
        let open = try await house.sqlite.requests(openAt: house.clock.now, limit: 10)
        #expect(open.map(\.wish) == [.roles([two], replacing: [])])
        _ = try await house.administration.approve(open[0].id, hong)
        #expect(try await roles(of: kim, in: house) == [two])
    }

    // MARK: Others at the same time

    @Test func `and others who change the same person at once all have their way`() async throws {
        let house = try await house()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    _ = try await house.administration.provision(feed) { people in
                        guard let person = people[kim] else { return [] }
                        var next = person.asProvisioned
                        next.roles = person.roles.union([RoleName("team_\(number)")])
                        return [next]
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await roles(of: kim, in: house)?.count == 7)
    }

    // MARK: Failures

    @Test func `has leavers out though the store fails behind the change, and goes on when it is back (T23)`()
        async throws
    {
        let house = try await house()
        let people = [try await house.person("oh-4c1d"), try await house.person("ryu-77ab", certificate: 2)]
        var sessions: [LiveSession] = []
        for person in people { sessions.append(try await house.enter(person).session) }
        let leavers = people.map { person($0.name, nil, active: false) }
        house.store.calls.breakDown(at: "directoryEntry", after: 0)
        await #expect(throws: AdministrationProblem.self) {
            _ = try await house.administration.provision(leavers, feed)
        }
        house.store.calls.recover()
        #expect(sessions.map(\.hasEnded) == [true, true])
        for person in people {
            #expect(try await house.sqlite.account(person.name)?.state == .disabled)
            #expect(await !house.login(person).isSignedIn)
        }
        _ = try await house.administration.provision(leavers, feed)
    }

    @Test func `says it again to a store that was ahead of memory`() async throws {
        let house = try await house()
        try await house.sqlite.move(kim, from: [.active], to: .disabled, at: house.clock.now)
        _ = try await house.administration.provision([person(kim, nil, active: false)], feed)

        let lee = AccountName(stored: "lee-90aa")
        try await house.sqlite.insert(Self.account(lee.text, [], .person), listing: nil)
        await #expect(throws: AdministrationProblem.conflict(.accountExists)) {
            _ = try await bring(person(lee, [RoleName("staff")]), to: house)
        }
        #expect(try await bring(person(lee, [RoleName("staff")]), to: house) == ["roles(staff)"])
    }
}
