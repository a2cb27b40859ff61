internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let oneTimeCodes: [StoreClaim] = [
        StoreClaim("a one-time code gives its payload to exactly one of 50 callers") { store in
            try await store.put(
                Sample.digest(1), for: .handoff, payload: "fab /a?b=c", expires: Sample.start + .seconds(60))
            let won = try await winners(of: 50) { _ in
                try await store.consume(Sample.digest(1), for: .handoff, at: Sample.start) == "fab /a?b=c"
            }
            #expect(won == 1)
        },
        StoreClaim("a one-time code is worth nothing from its expiry on") { store in
            let expires = Sample.start + .seconds(60)
            try await store.put(Sample.digest(1), for: .handoff, payload: "x", expires: expires)
            #expect(try await store.consume(Sample.digest(1), for: .handoff, at: expires) == nil)
            try await store.removeCodes(expiredBefore: expires + .seconds(1))
            #expect(try await store.consume(Sample.digest(1), for: .handoff, at: Sample.start) == nil)
        },
        StoreClaim("a one-time code is put once") { store in
            try await store.put(Sample.digest(1), for: .handoff, payload: "first", expires: .distantFuture)
            await #expect(throws: StoreError.conflict(.identifierExists)) {
                try await store.put(Sample.digest(1), for: .handoff, payload: "second", expires: .distantFuture)
            }
            #expect(try await store.consume(Sample.digest(1), for: .handoff, at: Sample.start) == "first")
        },
        StoreClaim("of a code that an account has once the newest is good, beside those of others") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-8b2c"))
            for (digest, name) in [(1, "kim-7f3a"), (2, "kim-7f3a"), (3, "lee-8b2c")] {
                try await store.putInstead(
                    Sample.digest(UInt8(digest)), for: .unlock, of: Sample.name(name), payload: "\(digest)",
                    expires: .distantFuture)
            }
            #expect(try await store.consume(Sample.digest(1), for: .unlock, at: Sample.start) == nil)
            #expect(try await store.consume(Sample.digest(2), for: .unlock, at: Sample.start) == "2")
            #expect(try await store.consume(Sample.digest(3), for: .unlock, at: Sample.start) == "3")
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.putInstead(
                    Sample.digest(4), for: .unlock, of: Sample.name("park-55aa"), payload: "", expires: .distantFuture)
            }
        },
    ]

    static let locksAndGrants: [StoreClaim] = [
        StoreClaim("an emergency lock of every kind holds until its end or until it is lifted") { store in
            let targets: [LockTarget] = [
                .account(Sample.name("kim-7f3a")), .certificate(Sample.digest(1)), .organisation("한빛 반도체"),
                .issuer("CN=Test CA,O=Gwanmun"), .network(try #require(CIDRBlock("203.0.113.0/24"))),
            ]
            let end = Sample.start + .seconds(3600)
            var locks: [EmergencyLock] = []
            for (index, target) in targets.enumerated() {
                let lock = EmergencyLock(
                    id: "lock-\(index)", target: target, reason: "incident 7", by: Sample.name("sec-4d5e"),
                    at: Sample.start + .seconds(Int64(index)), until: index == 0 ? end : nil)
                try await store.insert(lock)
                locks.append(lock)
            }
            #expect(try await store.locks(holdingAt: end - .milliseconds(1)) == locks)
            #expect(try await store.locks(holdingAt: end) == Array(locks.dropFirst()))
            try await store.liftLock("lock-1", by: Sample.name("sec-4d5e"), at: Sample.start)
            #expect(try await store.locks(holdingAt: end) == Array(locks.dropFirst(2)))
            for id in ["lock-1", "lock-9"] {
                await #expect(throws: StoreError.notFound(.lock)) {
                    try await store.liftLock(id, by: Sample.name("sec-4d5e"), at: Sample.start)
                }
            }
            await #expect(throws: StoreError.conflict(.identifierExists)) { try await store.insert(locks[0]) }
        },
        StoreClaim("a grant comes back as it was put, and ends once") { store in
            try await store.insert(Sample.account("kim-7f3a"))
            try await store.insert(Sample.account("doe-3c4d"))
            let grant = PartnerGrant(
                id: "grant-1", account: Sample.name("doe-3c4d"), consoles: [ConsoleID("fab"), ConsoleID("build")],
                kind: .exportApproval, reference: "2026-117", sponsor: Sample.name("kim-7f3a"), from: Sample.start,
                to: Sample.start + .seconds(3600))
            try await store.insert(grant)
            #expect(try await store.grants(of: grant.account) == [grant])
            #expect(try await store.grants(endingAfter: Sample.start) == [grant])
            #expect(try await store.grants(endingAfter: grant.to).isEmpty)

            let by = Sample.name("sec-4d5e")
            try await store.endGrant("grant-1", by: by, at: Sample.start + .seconds(5))
            let ended = try #require(try await store.grants(of: grant.account).first)
            #expect(ended.ending == .init(at: Sample.start + .seconds(5), by: by))
            #expect(ended.runs(at: Sample.start + .seconds(6)) == false)
            #expect(try await store.grants(endingAfter: Sample.start).isEmpty)
            await #expect(throws: StoreError.notFound(.grant)) {
                try await store.endGrant("grant-1", by: by, at: Sample.start)
            }
        },
        StoreClaim("no grant stands without its partner and its sponsor") { store in
            try await store.insert(Sample.account("doe-3c4d"))
            let grant = PartnerGrant(
                id: "grant-1", account: Sample.name("doe-3c4d"), consoles: [ConsoleID("fab")],
                kind: .exportNotification,
                reference: "2026-118", sponsor: Sample.name("ghost-1a2b"), from: Sample.start, to: .distantFuture)
            await #expect(throws: StoreError.notFound(.account)) { try await store.insert(grant) }
            #expect(try await store.grants(of: grant.account).isEmpty)
        },
    ]
}
