internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let kim = Sample.name("kim-7f3a")
    private static let lee = Sample.name("lee-90aa")
    private static let day = Duration.seconds(86_400)

    static let care: [StoreClaim] = [
        StoreClaim("an account moves from the states that lead on, and from no other") { store in
            try await store.insert(Sample.account())
            try await store.move(kim, from: [.active], to: .suspended, at: Sample.start)
            await #expect(throws: StoreError.conflict(.accountState)) {
                try await store.move(kim, from: [.active, .disabled], to: .removed, at: Sample.start)
            }
            #expect(try await store.account(kim)?.state == .suspended)
        },
        StoreClaim("the time of being unused begins when an account becomes active, and again with each use") { store in
            try await store.insert(Sample.account())
            #expect(try await store.care(of: kim).activeSince == Sample.start)
            try await store.noteUse([kim: Sample.start + day * 3])
            try await store.noteUse([kim: Sample.start + day * 2])
            #expect(try await store.care(of: kim).usedAt == Sample.start + day * 3)
            try await store.move(kim, from: [.active], to: .disabled, at: Sample.start + day * 4)
            try await store.move(kim, from: [.disabled], to: .active, at: Sample.start + day * 5)
            #expect(try await store.care(of: kim).activeSince == Sample.start + day * 5)
            await #expect(throws: StoreError.notFound(.account)) { _ = try await store.care(of: lee) }
        },
        StoreClaim("only an account that nobody used is disabled for it, once (T97)") { store in
            try await store.insert(Sample.account())
            try await store.noteUse([kim: Sample.start + day])
            #expect(try await !store.disable(kim, unusedSince: Sample.start + day - .milliseconds(1)))
            #expect(try await store.disable(kim, unusedSince: Sample.start + day))
            #expect(try await !store.disable(kim, unusedSince: Sample.start + day))
            #expect(try await store.account(kim)?.state == .disabled)
        },
        StoreClaim("only an account that nobody reviewed is suspended for it (T39)") { store in
            try await store.insert(Sample.account())
            try await store.signOffReview(of: kim, by: lee, at: Sample.start + day)
            #expect(try await !store.suspend(kim, unreviewedSince: Sample.start))
            #expect(try await store.suspend(kim, unreviewedSince: Sample.start + day))
            #expect(try await store.account(kim)?.state == .suspended)
        },
        StoreClaim("nobody signs off their own review or check (T39)") { store in
            let listing = SpecialListing(account: kim, purpose: "clusters", listedBy: lee, listedAt: Sample.start)
            try await store.insert(Sample.account(), listing: listing)
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.signOffReview(of: kim, by: kim, at: Sample.start)
            }
            await #expect(throws: StoreError.notFound(.specialListing)) {
                try await store.signOffSpecialCheck(of: kim, by: kim, at: Sample.start)
            }
            try await store.signOffReview(of: kim, by: lee, at: Sample.start)
            try await store.signOffSpecialCheck(of: kim, by: lee, at: Sample.start)
            let check = SpecialListing.Check(at: Sample.start, by: lee)
            #expect(try await store.care(of: kim).review == check)
            #expect(try await store.directoryEntry(of: kim)?.special?.check == check)
        },
        StoreClaim("of all who would tell of an overdue review one does, and a sign-off begins anew") { store in
            try await store.insert(Sample.account())
            let told = try await winners(of: 8) { _ in
                try await store.takeTurnToTell(of: kim, at: Sample.start, unlessToldAfter: Sample.start - day)
            }
            #expect(told == 1)
            try await store.signOffReview(of: kim, by: lee, at: Sample.start)
            #expect(try await store.takeTurnToTell(of: kim, at: Sample.start, unlessToldAfter: Sample.start - day))
        },
        StoreClaim("rights are dropped from a removed account alone, and none are given to it") { store in
            try await store.insert(Sample.account())
            try await store.dropRights(of: kim)
            #expect(try await store.account(kim)?.roles == [RoleName("staff")])
            try await store.move(kim, from: [.active], to: .removed, at: Sample.start)
            try await store.dropRights(of: kim)
            #expect(try await store.account(kim)?.roles == [])
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.setRoles([RoleName("staff")], of: kim, listing: .keep)
            }
            #expect(try await store.cares(after: nil, limit: 10).isEmpty)
        },
    ]
}
