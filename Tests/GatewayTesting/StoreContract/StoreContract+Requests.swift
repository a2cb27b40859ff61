internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let lee = Sample.name("lee-90aa")
    private static let park = Sample.name("park-2c9d")

    private static func request(
        _ id: String = "r1", _ wish: AccountRequest.Wish? = nil, for account: String = "kim-7f3a",
        at time: UnixTime = Sample.start
    ) -> AccountRequest {
        let applied = AccountRequest.Applied(
            displayName: "김하늘", roles: [RoleName("staff"), RoleName("auditor")], organisation: "한빛 반도체",
            language: .english, use: .shared, externalID: "E-7")
        return AccountRequest(
            id: id, account: Sample.name(account), wish: wish ?? .admission(applied), applicant: lee, reason: "joined",
            at: time, expires: time + .seconds(3600))
    }

    private static func approve(
        _ id: String = "r1", in store: any Store, by approver: AccountName = park, at time: UnixTime = Sample.start,
        bringing outcome: RequestOutcome = .admission(Sample.account(), nil)
    ) async throws {
        try await store.approve(id, by: approver, at: time, reason: "seen", bringing: outcome)
    }

    static let requests: [StoreClaim] = [
        StoreClaim("a request comes back as it was put, whatever is wished for") { store in
            let wish = AccountRequest.Wish.roles(
                [RoleName("staff")], replacing: [RoleName("auditor"), RoleName("engineer")])
            let service = AccountRequest.Applied(
                displayName: "야간 빌드", roles: [RoleName("build_bot")], organisation: "한빛 반도체", language: .korean,
                use: .service, terms: try Sample.terms())
            let requests = [
                request(), request("r2", wish), request("r3", .opening),
                request("r4", .terms(try Sample.terms())), request("r5", .admission(service), for: "build-bot-5e"),
            ]
            for request in requests { try await store.insert(request) }
            #expect(try await store.requests(openAt: Sample.start, limit: 10) == requests)
            #expect(try await store.requests(openAt: Sample.start, limit: 2).count == 2)
            #expect(try await store.request("r2") == requests[1])
            #expect(try await store.request("r9") == nil)
        },
        StoreClaim("one request of a kind is open for an account, until its time is over") { store in
            try await store.insert(request())
            await #expect(throws: StoreError.conflict(.requestOpen)) { try await store.insert(request("r2")) }
            try await store.insert(request("r3", at: Sample.start + .seconds(3600)))
            #expect(try await store.request("r1")?.decision?.verdict == .expired)
        },
        StoreClaim("an approval makes the account, once (T95)") { store in
            try await store.insert(request())
            let approvals = try await winners(of: 8) { _ in
                do {
                    try await approve(in: store)
                    return true
                } catch { return false }
            }
            #expect(approvals == 1)
            #expect(try await store.account(Sample.name("kim-7f3a")) == Sample.account())
            let decision = try await store.request("r1")?.decision
            #expect(decision == .init(.approved, by: park, at: Sample.start, reason: "seen"))
        },
        StoreClaim("nobody approves what they asked for, nor what is about themselves (T95)") { store in
            try await store.insert(request())
            for approver in [lee, Sample.name("kim-7f3a")] {
                await #expect(throws: StoreError.notFound(.accountRequest)) {
                    try await approve(in: store, by: approver)
                }
            }
            #expect(try await store.account(Sample.name("kim-7f3a")) == nil)
            #expect(try await store.request("r1")?.decision == nil)
        },
        StoreClaim("nothing is approved too late, or after it was turned down") { store in
            try await store.insert(request())
            await #expect(throws: StoreError.notFound(.accountRequest)) {
                try await approve(in: store, at: Sample.start + .seconds(3600))
            }
            try await store.reject("r1", by: lee, at: Sample.start, reason: "taken back")
            await #expect(throws: StoreError.notFound(.accountRequest)) { try await approve(in: store) }
            await #expect(throws: StoreError.notFound(.accountRequest)) {
                try await store.reject("r1", by: park, at: Sample.start, reason: "again")
            }
        },
        StoreClaim("an approval that cannot be carried out decides nothing") { store in
            try await store.insert(request())
            try await store.insert(Sample.account())
            await #expect(throws: StoreError.conflict(.accountExists)) { try await approve(in: store) }
            #expect(try await store.request("r1")?.decision == nil)
            await #expect(throws: StoreError.conflict(.accountExists)) { try await store.insert(request("r2")) }
        },
        StoreClaim("approved roles come with the place in the list of special-purpose accounts") { store in
            try await store.insert(Sample.account())
            try await store.insert(
                request("r1", .roles([RoleName("privileged_admin")], replacing: [RoleName("staff")])))
            let listing = SpecialListing(
                account: Sample.name("kim-7f3a"), purpose: "clusters", listedBy: park, listedAt: Sample.start)
            try await approve(
                in: store, bringing: .roles([RoleName("privileged_admin")], .enter(listing)))
            let entry = try await store.directoryEntry(of: Sample.name("kim-7f3a"))
            #expect(entry?.special == listing)
            #expect(entry?.account.roles == [RoleName("privileged_admin")])
            try await store.setRoles([RoleName("staff")], of: Sample.name("kim-7f3a"), listing: .leave)
            #expect(try await store.directoryEntry(of: Sample.name("kim-7f3a"))?.special == nil)
        },
        StoreClaim("roles that were taken since do not come back by the approval of an old request (T95)") { store in
            let (staff, engineer, auditor) = (RoleName("staff"), RoleName("engineer"), RoleName("auditor"))
            let kim = Sample.name("kim-7f3a")
            try await store.insert(Sample.account(roles: [staff, engineer]))
            let wanted: Set = [staff, engineer, auditor]
            try await store.insert(request("r1", .roles(wanted, replacing: [engineer, staff])))
            for held: Set in [[staff], [staff, engineer, RoleName("build")], []] {
                try await store.setRoles(held, of: kim, listing: .leave)
                await #expect(throws: StoreError.conflict(.rolesChanged)) {
                    try await approve(in: store, bringing: .roles(wanted, .leave))
                }
                #expect(try await store.account(kim)?.roles == held)
                #expect(try await store.request("r1")?.decision == nil)
            }
            await #expect(throws: StoreError.notFound(.accountRequest)) {
                try await approve(in: store, by: lee, bringing: .roles(wanted, .leave))
            }
            try await store.setRoles([staff, engineer], of: kim, listing: .leave)
            try await approve(in: store, bringing: .roles(wanted, .leave))
            #expect(try await store.account(kim)?.roles == wanted)
        },
        StoreClaim("an approved opening is known by its time") { store in
            try await store.insert(Sample.account())
            try await store.insert(request("r1", .opening))
            #expect(try await store.directoryEntry(of: Sample.name("kim-7f3a"))?.openedAt == nil)
            try await approve(in: store, at: Sample.start + .seconds(60), bringing: .opening)
            #expect(
                try await store.directoryEntry(of: Sample.name("kim-7f3a"))?.openedAt == Sample.start + .seconds(60))
        },
        StoreClaim("a request expires once, and stays as proof") { store in
            try await store.insert(request())
            #expect(try await store.expireRequests(at: Sample.start + .seconds(3599), limit: 10).isEmpty)
            #expect(try await store.expireRequests(at: Sample.start + .seconds(3600), limit: 10).map(\.id) == ["r1"])
            #expect(try await store.expireRequests(at: Sample.start + .seconds(3601), limit: 10).isEmpty)
            #expect(try await store.requests(for: Sample.name("kim-7f3a")).map(\.decision?.verdict) == [.expired])
        },
    ]
}
