internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayWebAuthn
internal import Testing

/// What holds for security keys and the challenges that they answer.
extension StoreContract {
    static let securityKeys: [StoreClaim] = [
        StoreClaim("a security key comes back as it was put") { store in
            try await store.insert(Sample.account())
            let key = try await key(in: store)
            #expect(try await store.securityKeys(of: owner) == [key])
            #expect(try await store.authenticators(of: owner) == [key.authenticator])
        },
        StoreClaim("a person has one user handle for good, and nobody else has it") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-8b2c"))
            let first = try await store.userHandle(of: owner, otherwise: [1, 2, 3])
            #expect(first == [1, 2, 3])
            #expect(try await store.userHandle(of: owner, otherwise: [4, 5, 6]) == first)
            #expect(try await store.userHandle(of: Sample.name("lee-8b2c"), otherwise: [7]) == [7])
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.userHandle(of: Sample.name("park-0000"), otherwise: [8])
            }
        },
        StoreClaim("a credential is registered once, for whomever, and leaves nothing of a second try") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-8b2c"))
            _ = try await key(in: store)
            await #expect(throws: StoreError.conflict(.credentialExists)) {
                try await key("key-2", of: Sample.name("lee-8b2c"), in: store)
            }
            #expect(try await store.authenticators(of: Sample.name("lee-8b2c")).isEmpty)
        },
        StoreClaim("a person has so many security keys and no more") { store in
            try await store.insert(Sample.account())
            for number in 1...SecurityKey.mostPerAccount {
                _ = try await key("key-\(number)", credential: UInt8(number), in: store)
            }
            await #expect(throws: StoreError.conflict(.tooManyKeys)) {
                try await key("key-0", credential: 200, in: store)
            }
            #expect(try await store.securityKeys(of: owner).count == SecurityKey.mostPerAccount)
            _ = try await store.apply(.revoked, to: AuthenticatorID("key-1"), of: owner, at: Sample.start)
            _ = try await key("key-0", credential: 200, in: store)
        },
        StoreClaim("of many assertions with one count one is accepted", counting),
        StoreClaim("a key that does not count is accepted again and again") { store in
            try await store.insert(Sample.account())
            _ = try await key(count: 0, in: store)
            #expect(try await accept(0, after: 0, store))
            #expect(try await accept(0, after: 0, store))
            #expect(try await accept(1, after: 0, store))
            #expect(try await accept(0, after: 0, store) == false)
        },
        StoreClaim("a key that is locked accepts nothing") { store in
            try await store.insert(Sample.account())
            _ = try await key(in: store)
            _ = try await store.apply(.suspected, to: keyID, of: owner, at: Sample.start)
            #expect(try await accept(8, after: 7, store) == false)
        },
        StoreClaim("a key that is revoked is gone, and can be registered by another") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-8b2c"))
            _ = try await key(in: store)
            try await store.removeFactors(of: owner, at: Sample.start)
            #expect(try await store.securityKeys(of: owner).isEmpty)
            #expect(try await store.authenticators(of: owner).map(\.state) == [.revoked(since: Sample.start)])
            _ = try await key("key-2", of: Sample.name("lee-8b2c"), in: store)
        },
        StoreClaim("of many answers to one challenge one finds it") { store in
            try await store.insert(Sample.account())
            try await store.open(challenge())
            let found = try await winners(of: 20) { _ in try await consume(1, store) != nil }
            #expect(found == 1)
        },
        StoreClaim("a challenge is for one account, certificate and purpose, and for so long", tied),
        StoreClaim("of open challenges the oldest gives way") { store in
            try await store.insert(Sample.account())
            for number in 0...WebAuthnChallenge.mostOpen {
                try await store.open(challenge(UInt8(number + 1), expires: Sample.start + .seconds(300 + number)))
            }
            #expect(try await consume(1, store) == nil)
            #expect(try await consume(2, store) != nil)
            #expect(try await consume(UInt8(WebAuthnChallenge.mostOpen + 1), store) != nil)
        },
        StoreClaim("challenges go with a reset of factors, and with their time") { store in
            try await store.insert(Sample.account())
            try await store.open(challenge(1))
            try await store.removeFactors(of: owner, at: Sample.start)
            #expect(try await consume(1, store) == nil)
            try await store.open(challenge(2))
            try await store.removeChallenges(expiredBefore: Sample.start + .seconds(301))
            #expect(try await consume(2, store) == nil)
        },
    ]

    private static let keyID = AuthenticatorID("key-1")

    @discardableResult
    private static func key(
        _ id: String = "key-1", of account: AccountName = owner, credential: UInt8 = 1, count: UInt32 = 7,
        in store: any Store
    ) async throws -> SecurityKey {
        let handle = try await store.userHandle(of: account, otherwise: Array(account.text.utf8))
        let key = SecurityKey(
            Authenticator(
                id: AuthenticatorID(id), account: account, kind: .webauthn, label: "책상 서랍의 키",
                state: .active(since: Sample.start), createdAt: Sample.start),
            record: CredentialRecord(
                id: [credential, 0, 255], encodedPublicKey: [9, 9, 9], signatureCount: count, isBackupEligible: true,
                userHandle: handle),
            model: .unknown, attestation: .anchored, transports: [.usb, .smartCard], isBackedUp: false)
        try await store.insert(key)
        return key
    }

    private static func accept(_ count: UInt32, after previous: UInt32, _ store: any Store) async throws -> Bool {
        try await store.acceptAssertion(
            by: keyID, count: count, after: previous, isBackedUp: true, at: Sample.start + .seconds(60))
    }

    @Sendable private static func counting(_ store: any Store) async throws {
        try await store.insert(Sample.account())
        _ = try await key(in: store)
        let accepted = try await winners(of: 20) { _ in try await accept(9, after: 7, store) }
        #expect(accepted == 1)
        // Judged by a count that is not the stored one any more; not advancing.
        #expect(try await accept(10, after: 7, store) == false)
        #expect(try await accept(9, after: 9, store) == false)
        #expect(try await accept(0, after: 9, store) == false)
        let stored = try #require(try await store.securityKeys(of: owner).first)
        #expect(stored.record.signatureCount == 9)
        #expect(stored.isBackedUp)
        #expect(stored.lastUsed == Sample.start + .seconds(60))
    }

    private static func challenge(
        _ byte: UInt8 = 1, expires: UnixTime = Sample.start + .seconds(300)
    ) -> WebAuthnChallenge {
        WebAuthnChallenge(
            hash: Sample.digest(byte), account: owner, certificateKey: Sample.digest(99), purpose: .enrolment,
            expires: expires, renewable: Sample.start + .seconds(600))
    }

    private static func consume(
        _ byte: UInt8, for purpose: WebAuthnChallenge.Purpose = .enrolment, of account: AccountName = owner,
        certificate: UInt8 = 99, at time: UnixTime = Sample.start, _ store: any Store
    ) async throws -> WebAuthnChallenge? {
        try await store.consumeChallenge(
            Sample.digest(byte), for: purpose, of: account, certificateKey: Sample.digest(certificate), at: time)
    }

    @Sendable private static func tied(_ store: any Store) async throws {
        try await store.insert(Sample.account())
        try await store.open(challenge())
        #expect(try await consume(2, store) == nil)
        #expect(try await consume(1, for: .assertion, store) == nil)
        #expect(try await consume(1, of: Sample.name("lee-8b2c"), store) == nil)
        #expect(try await consume(1, certificate: 98, store) == nil)
        #expect(try await consume(1, at: Sample.start + .seconds(300), store) == nil)
        #expect(try await consume(1, store) == challenge())
    }
}
