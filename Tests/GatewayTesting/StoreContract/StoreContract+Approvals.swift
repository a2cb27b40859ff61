import GatewayIdentity
import GatewayPolicy
import GatewayStore
import Testing

extension StoreContract {
    static let approvals: [StoreClaim] = [
        StoreClaim("an approval is given by the vote that completes it, and by no other") { store in
            let request = try await file(in: store)
            let id = request.id
            try await store.cast(vote("sec-4d5e", 1), on: id, completing: nil)
            #expect(try await store.approval(id)?.decision == nil)
            // Somebody who has not seen the first vote completes nothing, and leaves no vote behind.
            await #expect(throws: StoreError.notFound(.approval)) {
                try await store.cast(vote("han-1a2b", 2), on: id, completing: 1)
            }
            try await store.cast(vote("han-1a2b", 3), on: id, completing: 2)
            let given = try #require(try await store.approval(id))
            #expect(given.decision?.verdict == .given && given.votes.map(\.by.text) == ["sec-4d5e", "han-1a2b"])
            #expect(
                try await store.directoryEntry(of: request.account)?.approvals
                    == [
                        HeldApproval(
                            ApprovalName("two_person"), consoles: request.consoles, from: request.from, to: request.to)
                    ])
            // Replayed after the decision.
            await #expect(throws: StoreError.notFound(.approval)) {
                try await store.cast(vote("choi-2b3c", 4), on: id, completing: nil)
            }
        },
        StoreClaim("nobody votes twice, for themselves, or on what they asked for, nor after the request expired") {
            store in
            let id = try await file(in: store).id
            try await store.cast(vote("sec-4d5e", 1), on: id, completing: nil)
            for (name, second) in [("sec-4d5e", 2), ("kim-7f3a", 2), ("doe-3c4d", 2), ("han-1a2b", 600)] {
                await #expect(throws: StoreError.notFound(.approval)) {
                    try await store.cast(vote(name, second), on: id, completing: nil)
                }
            }
        },
        StoreClaim("what is rejected is never given, what is withdrawn is held no more") { store in
            let id = try await file(in: store).id
            let by = Sample.name("sec-4d5e")
            try await store.rejectApproval(id, by: by, at: Sample.start, reason: "no need")
            await #expect(throws: StoreError.notFound(.approval)) {
                try await store.cast(vote("sec-4d5e", 1), on: id, completing: 1)
            }
            let other = try await file("a-2", in: store)
            try await store.cast(vote("sec-4d5e", 1), on: other.id, completing: 1)
            try await store.withdrawApproval(other.id, by: by, at: Sample.start + .seconds(2), reason: "done")
            #expect(try await store.directoryEntry(of: other.account)?.approvals == [])
            await #expect(throws: StoreError.notFound(.approval)) {
                try await store.withdrawApproval(other.id, by: by, at: Sample.start + .seconds(3), reason: "done")
            }
        },
        StoreClaim("a grant that is asked for comes back with its scope, and counts once it is given") { store in
            let scope = GrantScope(
                paths: .only([try PathPattern("/p-17/drawings")]), methods: .only([.get, .other("REPORT")]),
                ceiling: .sensitive, windows: .only([WindowName("office")]),
                countries: .only([try #require(CountryCode("KR"))]),
                zones: .only([ZoneName("isolated_vdi"), ZoneName("vpn")]),
                devices: .only([try #require(DeviceID("KT-0042"))]), asks: [.pledge, .training])
            try await people(in: store)
            func grant(_ progress: PartnerGrant.Progress, pause: PartnerGrant.Ending? = nil) -> PartnerGrant {
                PartnerGrant(
                    id: "a-1", account: Sample.name("doe-3c4d"), organisation: "Doe Optics",
                    consoles: [ConsoleID("fab")], kind: .exportApproval, reference: "E-17",
                    sponsor: Sample.name("kim-7f3a"), from: Sample.start, to: Sample.start + .seconds(3600),
                    scope: scope, progress: progress, request: "a-1", pause: pause)
            }
            try await store.insert(request("a-1", name: .grant), for: [grant(.asked)])
            #expect(try await store.grants(of: Sample.name("doe-3c4d")) == [grant(.asked)])
            #expect(try await store.grants(endingAfter: Sample.start).isEmpty)
            try await store.cast(vote("sec-4d5e", 1), on: "a-1", completing: 1)
            #expect(try await store.grants(endingAfter: Sample.start) == [grant(.given)])
            #expect(try await store.directoryEntry(of: Sample.name("doe-3c4d"))?.grants == [grant(.given)])
            #expect(try await store.directoryEntry(of: Sample.name("doe-3c4d"))?.approvals == [])

            let pause = PartnerGrant.Ending(at: Sample.start + .seconds(5), by: Sample.name("sec-4d5e"))
            try await store.pauseGrant("a-1", by: pause.by, at: pause.at)
            #expect(try await store.grants(of: Sample.name("doe-3c4d")) == [grant(.given, pause: pause)])
            await #expect(throws: StoreError.notFound(.grant)) {
                try await store.pauseGrant("a-1", by: pause.by, at: pause.at)
            }
            try await store.resumeGrant("a-1", at: Sample.start + .seconds(6))
            #expect(try await store.grants(of: Sample.name("doe-3c4d")) == [grant(.given)])
        },
        StoreClaim("an approval for no console is for none, one for every console for every") { store in
            try await people(in: store)
            for (id, consoles) in [("a-1", Selection<ConsoleID>.only([])), ("a-2", .all)] {
                let request = request(id, name: ApprovalName("two_person"), at: consoles)
                try await store.insert(request, for: [])
                #expect(try await store.approval(id)?.consoles == consoles)
                try await store.cast(vote("sec-4d5e", 1), on: id, completing: 1)
            }
            let held = try await store.directoryEntry(of: Sample.name("doe-3c4d"))?.approvals ?? []
            #expect(Set(held.map(\.consoles)) == [.only([]), .all])
        },
        StoreClaim("a grant that is narrowed to nothing is not one that is not narrowed") { store in
            try await people(in: store)
            let narrowed = GrantScope(paths: .only([]), zones: .only([]), devices: .only([]))
            try await store.insert(
                request("a-1", name: .grant), for: [grant("a-1", to: "doe-3c4d", scope: narrowed)])
            #expect(try await store.grants(of: Sample.name("doe-3c4d")).map(\.scope) == [narrowed])
        },
        StoreClaim("grants of one request begin to count together, and none of their holders votes on it") { store in
            try await people(in: store)
            try await store.insert(Sample.account("han-1a2b"))
            try await store.insert(
                request("a-1", name: .grant), for: [grant("a-1", to: "doe-3c4d"), grant("a-2", to: "han-1a2b")])
            await #expect(throws: StoreError.notFound(.approval)) {
                try await store.cast(vote("han-1a2b", 1), on: "a-1", completing: 1)
            }
            #expect(try await store.grants(endingAfter: Sample.start).isEmpty)
            try await store.cast(vote("sec-4d5e", 2), on: "a-1", completing: 1)
            #expect(Set(try await store.grants(endingAfter: Sample.start).map(\.id)) == ["a-1", "a-2"])
        },
        StoreClaim("a partner is off-boarded whole: accounts, grants, requests, approvals, certificates, factors") {
            store in
            let pledge = try await file(in: store)
            try await store.cast(vote("sec-4d5e", 1), on: pledge.id, completing: 1)
            try await store.insert(request("a-2", name: ApprovalName("two_person")), for: [])
            try await store.insert(request("a-3", name: .grant), for: [grant("a-3", to: "doe-3c4d", of: "a-3")])
            let reference = CertificateReference.publicKey(Sample.digest(9))
            try await store.bind(
                CertificateBinding(account: Sample.name("doe-3c4d"), reference: reference, boundAt: Sample.start))
            let by = Sample.name("sec-4d5e")
            let taken = try await store.offBoard(
                [Sample.name("doe-3c4d")], by: by, at: Sample.start + .seconds(9), reason: "contract ended")
            #expect(
                taken == [
                    OffBoarded(
                        account: Sample.name("doe-3c4d"), grantsEnded: ["a-3"], approvalsWithdrawn: ["a-1"],
                        certificatesUnbound: [reference], factorsRevoked: 0)
                ])
            let left = try #require(try await store.directoryEntry(of: Sample.name("doe-3c4d")))
            #expect(left.account.state == .disabled && left.bindings.isEmpty && left.approvals.isEmpty)
            #expect(left.grants.map(\.progress) == [.refused])
            for id in ["a-2", "a-3"] { #expect(try await store.approval(id)?.decision?.verdict == .rejected) }
            let again = try await store.offBoard(
                [Sample.name("doe-3c4d")], by: by, at: Sample.start + .seconds(10), reason: "once more")
            #expect(again.first?.grantsEnded == [] && again.first?.certificatesUnbound == [])
        },
        StoreClaim("a partner is off-boarded whole or not at all") { store in
            try await people(in: store)
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.offBoard(
                    [Sample.name("doe-3c4d"), Sample.name("nobody-0000")], by: Sample.name("sec-4d5e"),
                    at: Sample.start, reason: "contract ended")
            }
            #expect(try await store.account(Sample.name("doe-3c4d"))?.state == .active)
        },
        StoreClaim("a deletion is confirmed once, and only of a grant that is over") { store in
            try await people(in: store)
            try await store.insert(
                PartnerGrant(
                    id: "g-1", account: Sample.name("doe-3c4d"), consoles: [ConsoleID("fab")], kind: .exportApproval,
                    reference: "E-17", sponsor: Sample.name("kim-7f3a"), from: Sample.start,
                    to: Sample.start + .seconds(60)))
            func deletion(_ seconds: Int) -> GrantDeletion {
                GrantDeletion(
                    grant: "g-1", by: Sample.name("sec-4d5e"), at: Sample.start + .seconds(seconds),
                    confirmation: "certificate D-17")
            }
            #expect(try await store.confirm(deletion(59)) == false)
            #expect(try await store.confirm(deletion(60)))
            #expect(try await store.confirm(deletion(61)) == false)
            #expect(try await store.deletions() == [deletion(60)])
        },
    ]

    private static func grant(
        _ id: String, to name: String, of request: String = "a-1", scope: GrantScope = .init()
    ) -> PartnerGrant {
        PartnerGrant(
            id: id, account: Sample.name(name), organisation: "Doe Optics", consoles: [ConsoleID("fab")],
            kind: .exportApproval, reference: "E-17", sponsor: Sample.name("kim-7f3a"), from: Sample.start,
            to: Sample.start + .seconds(3600), scope: scope, progress: .asked, request: request)
    }

    private static func people(in store: any Store) async throws {
        try await store.insert(Sample.account("kim-7f3a"))
        try await store.insert(Sample.account("doe-3c4d"))
    }

    private static func file(_ id: String = "a-1", in store: any Store) async throws -> ApprovalRequest {
        if id == "a-1" { try await people(in: store) }
        let request = request(id, name: ApprovalName("two_person"))
        try await store.insert(request, for: [])
        return request
    }

    private static func request(
        _ id: String, name: ApprovalName, at consoles: Selection<ConsoleID> = .only([ConsoleID("fab")])
    ) -> ApprovalRequest {
        ApprovalRequest(
            id: id, account: Sample.name("doe-3c4d"), name: name, consoles: consoles,
            from: Sample.start, to: Sample.start + .seconds(3600), applicant: Sample.name("kim-7f3a"),
            reason: "key rotation", askedAt: Sample.start, expires: Sample.start + .seconds(600))
    }

    private static func vote(_ name: String, _ second: Int) -> ApprovalRequest.Vote {
        ApprovalRequest.Vote(by: Sample.name(name), at: Sample.start + .seconds(second), reason: "seen")
    }
}
