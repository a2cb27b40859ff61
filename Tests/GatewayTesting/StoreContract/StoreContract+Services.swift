internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let bot = Sample.name("build-bot-5e")
    private static let kim = Sample.name("kim-7f3a")

    static let services: [StoreClaim] = [
        StoreClaim("a service comes with its terms, and they are read with it") { store in
            try await store.insert(Sample.account())
            let terms = try Sample.terms()
            try await store.insert(Sample.service(), listing: nil, terms: terms)
            #expect(try await store.directoryEntry(of: bot)?.terms == terms)
            #expect(try await store.directoryEntries(after: nil, limit: 10).map(\.terms) == [terms, nil])
            #expect(try await store.account(bot)?.use == .service)
        },
        StoreClaim("terms are replaced whole") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-90aa"))
            try await store.insert(Sample.service(), listing: nil, terms: try Sample.terms())
            let others = try Sample.terms(
                owner: "lee-90aa", networks: ["10.20.3.7"], until: Sample.start + .seconds(86_400))
            try await store.setTerms(others, of: bot)
            #expect(try await store.directoryEntry(of: bot)?.terms == others)
        },
        StoreClaim("terms are for services that are there, and answered for by people who are there") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-90aa"))
            try await store.insert(Sample.service())
            try await store.insert(Sample.service("feed-bot-71"))
            for (service, owner) in [
                ("lee-90aa", "kim-7f3a"), ("nobody-0000", "kim-7f3a"), ("build-bot-5e", "nobody-0000"),
                ("build-bot-5e", "feed-bot-71"), ("build-bot-5e", "build-bot-5e"),
            ] {
                await #expect(throws: StoreError.notFound(.service)) {
                    try await store.setTerms(try Sample.terms(owner: owner), of: Sample.name(service))
                }
            }
            try await store.move(kim, from: [.active], to: .disabled, at: Sample.start)
            await #expect(throws: StoreError.notFound(.service)) {
                try await store.setTerms(try Sample.terms(), of: bot)
            }
            #expect(try await store.directoryEntry(of: bot)?.terms == nil)
        },
        StoreClaim("a service is not made when nobody answers for it") { store in
            let terms = try Sample.terms()
            await #expect(throws: StoreError.notFound(.service)) {
                try await store.insert(Sample.service(), listing: nil, terms: terms)
            }
            #expect(try await store.account(bot) == nil)
        },
        StoreClaim("terms go with the account, and do not come back") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.service(), listing: nil, terms: try Sample.terms())
            try await store.dropRights(of: bot)
            #expect(try await store.directoryEntry(of: bot)?.terms != nil)
            try await store.move(bot, from: [.active], to: .removed, at: Sample.start)
            try await store.dropRights(of: bot)
            #expect(try await store.directoryEntry(of: bot)?.terms == nil)
            await #expect(throws: StoreError.notFound(.service)) {
                try await store.setTerms(try Sample.terms(), of: bot)
            }
        },
        StoreClaim("approved terms hold, and those that cannot be set leave the request open") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.service())
            let terms = try Sample.terms()
            let request = AccountRequest(
                id: "r1", account: bot, wish: .terms(terms), applicant: Sample.name("lee-90aa"), reason: "renewed",
                at: Sample.start, expires: Sample.start + .seconds(3600))
            try await store.insert(request)
            let unowned = try Sample.terms(owner: "nobody-0000")
            await #expect(throws: StoreError.notFound(.service)) {
                try await store.approve(
                    "r1", by: Sample.name("park-2c9d"), at: Sample.start, reason: "seen", bringing: .terms(unowned))
            }
            #expect(try await store.request("r1")?.decision == nil)
            try await store.approve(
                "r1", by: Sample.name("park-2c9d"), at: Sample.start, reason: "seen", bringing: .terms(terms))
            #expect(try await store.directoryEntry(of: bot)?.terms == terms)
        },
    ]
}
