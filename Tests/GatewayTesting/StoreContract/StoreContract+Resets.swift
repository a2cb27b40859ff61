internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

/// Requests to reset factors, and what ends soon.
extension StoreContract {
    private static let lee = Sample.name("lee-8b2c")
    private static let han = Sample.name("han-3d4e")
    private static let day = Duration.seconds(86400)

    static let resets: [StoreClaim] = [
        StoreClaim("of 20 who ask for a reset of one account at once exactly one is heard") { store in
            try await store.insert(Sample.account())
            let heard = try await winners(of: 20) { racer in
                do throws(StoreError) {
                    try await store.insert(reset("r-\(racer)"))
                    return true
                } catch {
                    #expect(error == .conflict(.resetOpen))
                    return false
                }
            }
            #expect(heard == 1)
            #expect(try await store.resets(openAt: Sample.start).count == 1)
        },
        StoreClaim("a reset is approved once, by neither who asked nor the person it is about") { store in
            try await store.insert(Sample.account())
            try await store.insert(reset())
            #expect(try await store.approveReset("r-1", approval(by: lee)) == false)
            #expect(try await store.approveReset("r-1", approval(by: owner)) == false)
            #expect(try await winners(of: 20) { _ in try await store.approveReset("r-1", approval(by: han)) } == 1)
            #expect(try await store.resets(of: owner).map(\.state) == [.approved(approval(by: han))])
        },
        StoreClaim("a reset is carried out once, approved and not before its time, with all it takes away") { store in
            try await store.insert(Sample.account())
            try await store.insert(reset())
            let effective = Sample.start + day
            #expect(try await carryOut("r-1", in: store, at: effective) == false)
            #expect(try await store.approveReset("r-1", approval(by: han)))
            try await activeDevice(in: store)
            #expect(try await carryOut("r-1", in: store, at: effective - .seconds(1)) == false)
            #expect(try await store.authenticators(of: owner).first?.state.isUsable == true)
            #expect(try await winners(of: 20) { _ in try await carryOut("r-1", in: store, at: effective) } == 1)
            #expect(try await store.resets(of: owner).map(\.state) == [.done(by: han, at: effective)])
            #expect(try await store.resets(openAt: Sample.start).isEmpty)
            #expect(try await store.authenticators(of: owner).map(\.state) == [.revoked(since: effective)])
            #expect(try await store.consumeEnrolmentCode(Sample.digest(9), of: owner, at: effective))
        },
        StoreClaim("the time of an approved reset is put off, never brought forward") { store in
            try await store.insert(Sample.account())
            try await store.insert(reset())
            #expect(try await store.approveReset("r-1", approval(by: han)))
            let later = Sample.start + day * 2
            try await store.delayResets(of: owner, until: later)
            try await store.delayResets(of: owner, until: Sample.start)
            #expect(try await carryOut("r-1", in: store, at: later - .seconds(1)) == false)
            #expect(try await carryOut("r-1", in: store, at: later))
        },
        StoreClaim("a cancelled reset is never carried out, and gives way to another") { store in
            try await store.insert(Sample.account())
            try await store.insert(reset())
            #expect(try await store.approveReset("r-1", approval(by: han)))
            #expect(try await store.cancelReset("r-1", by: owner, at: Sample.start + .seconds(60)))
            #expect(try await carryOut("r-1", in: store, at: Sample.start + day) == false)
            #expect(try await store.cancelReset("r-1", by: owner, at: Sample.start + .seconds(61)) == false)
            try await store.insert(reset("r-2", at: Sample.start + .seconds(70)))
            #expect(try await store.resets(of: owner).map(\.id) == ["r-2", "r-1"])
        },
        StoreClaim("an expired reset is neither approved nor carried out, and gives way") { store in
            try await store.insert(Sample.account())
            try await store.insert(reset())
            let late = Sample.start + day * 7
            #expect(try await store.approveReset("r-1", approval(by: han, at: late)) == false)
            #expect(try await store.resets(openAt: late).isEmpty)
            try await store.insert(reset("r-2", at: late))
            #expect(try await store.resets(openAt: late).map(\.id) == ["r-2"])
        },
        StoreClaim("a certificate that is shown again stays as it was noted") { store in
            try await store.insert(Sample.account())
            let (old, new) = (
                certificate("01", ends: Sample.start + day * 9), certificate("02", ends: Sample.start + day * 99)
            )
            for _ in 0..<2 { for known in [old, new] { try await store.note(known) } }
            // Noted by a version that did not keep what it goes by: kept when it is shown again.
            #expect(try await store.holder(ofCertificate: Sample.digest(2)) == nil)
            let whole = certificate("02", ends: Sample.start + day * 99, fingerprint: Sample.digest(2))
            try await store.note(whole)
            try await store.note(certificate("02", ends: Sample.start, fingerprint: Sample.digest(3)))
            #expect(try await store.holder(ofCertificate: Sample.digest(2)) == owner)
            #expect(try await store.holder(ofCertificate: Sample.digest(3)) == nil)
            #expect(try await store.knownCertificates(of: owner) == [whole, old])
            let soon = try await store.knownCertificates(
                endingAfter: Sample.start, notAfter: Sample.start + day * 30, limit: 9)
            #expect(soon == [old])
            try await store.removeNotices(endedBefore: Sample.start + day * 10)
            #expect(try await store.knownCertificates(of: owner) == [whole])
        },
        StoreClaim("a notice is claimed once") { store in
            let claimed = try await winners(of: 20) { _ in
                try await store.claimNotice(about: "grant g-1", days: 7, ending: Sample.start)
            }
            #expect(claimed == 1)
            #expect(try await store.claimNotice(about: "grant g-1", days: 1, ending: Sample.start))
        },
        StoreClaim("a person's language is changed, and nothing else of them") { store in
            try await store.insert(Sample.account())
            try await store.setLanguage(.english, of: owner)
            var expected = Sample.account()
            expected.language = .english
            #expect(try await store.account(owner) == expected)
            await #expect(throws: StoreError.notFound(.account)) { try await store.setLanguage(.korean, of: lee) }
        },
    ]

    private static func carryOut(_ id: String, in store: any Store, at: UnixTime) async throws -> Bool {
        try await store.carryOutReset(
            id, by: han, at: at, leaving: .init(Sample.digest(9), expires: .distantFuture))
    }

    private static func reset(_ id: String = "r-1", at: UnixTime = Sample.start) -> FactorReset {
        FactorReset(
            id: id, account: owner, askedBy: lee, askedAt: at, reason: "전화기를 잃어버림", expires: at + day * 7)
    }

    private static func approval(by: AccountName, at: UnixTime = Sample.start) -> FactorReset.Approval {
        .init(by: by, at: at, effective: at + day)
    }

    private static func certificate(
        _ serial: String, ends: UnixTime, fingerprint: SHA256Digest? = nil
    ) -> KnownCertificate {
        KnownCertificate(
            account: owner, issuer: "CN=Hanbit CA", serial: serial, publicKey: Sample.digest(7),
            notBefore: Sample.start, notAfter: ends, fingerprint: fingerprint)
    }
}
