internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayWebAuthn
internal import Testing

/// An authenticator that takes the place of another, which goes out of use with its confirmation and not sooner.
extension StoreContract {
    static let replacements: [StoreClaim] = [
        StoreClaim("what is replaced works until the new one is confirmed, and leaves no secret") { store in
            try await activeDevice("totp-1", in: store)
            try await store.insertPending(try app("totp-2", replacing: "totp-1"))
            #expect(try await store.authenticators(of: owner).last?.replaces == old)
            #expect(try await store.acceptStep(TimeStep(100), of: old))

            let activated = try await winners(of: 20) { _ in
                try await store.activate(new, step: TimeStep(200), at: later)
            }
            #expect(activated == 1)
            #expect(try await states(in: store) == [.replaced(since: later, by: new), .active(since: later)])
            #expect(try await store.totpDevices(of: owner).map(\.id) == [new])
            #expect(try await store.acceptStep(TimeStep(300), of: old) == false)
            #expect(try await store.authenticators(of: owner).last?.replaces == old)
        },
        StoreClaim("a token replaces by its first counter, and a security key by its registration") { store in
            try await activeDevice("totp-1", in: store)
            try await store.insertPending(try token("hotp-1", replacing: "totp-1"))
            #expect(try await store.activate(AuthenticatorID("hotp-1"), next: HOTPCounter(3), at: later))
            #expect(try await states(in: store).contains(.replaced(since: later, by: AuthenticatorID("hotp-1"))))

            let key = try await key("key-1", replacing: "hotp-1", in: store)
            #expect(try await store.hotpDevices(of: owner).isEmpty)
            #expect(
                try await Set(states(in: store)) == [
                    .replaced(since: later, by: AuthenticatorID("hotp-1")), .replaced(since: later, by: key),
                    .active(since: later),
                ])
        },
        StoreClaim("one that is locked or lost is replaced too", lockedAndLost),
        StoreClaim("a confirmation that fails replaces nothing") { store in
            try await activeDevice("totp-1", in: store)
            try await store.insertPending(try app("totp-2", replacing: "totp-1"))
            try await store.insertPending(try token("hotp-1", replacing: "totp-1"))
            let late = Sample.start + Enrolment.confirmationLifetime
            #expect(try await store.activate(new, step: TimeStep(200), at: late) == false)
            #expect(try await store.activate(AuthenticatorID("hotp-1"), next: HOTPCounter(0), at: later) == false)
            #expect(try await states(in: store).contains(.active(since: Sample.start)))
            #expect(try await store.acceptStep(TimeStep(300), of: old))
        },
        StoreClaim("a key that is not registered replaces nothing") { store in
            try await activeDevice("totp-1", in: store)
            try await key("key-1", in: store)
            await #expect(throws: StoreError.conflict(.credentialExists)) {
                try await key("key-2", replacing: "totp-1", in: store)
            }
            #expect(try await store.acceptStep(TimeStep(300), of: old))
        },
        StoreClaim("nothing of another account is replaced") { store in
            try await activeDevice("totp-1", in: store)
            let lee = Sample.name("lee-8b2c")
            try await store.insert(Sample.account(lee.text))
            try await store.insertPending(try app("totp-2", of: lee, replacing: "totp-1"))
            #expect(try await store.activate(new, step: TimeStep(200), at: later))
            try await key("key-1", of: lee, replacing: "totp-1", in: store)
            #expect(try await states(in: store) == [.active(since: Sample.start)])
            #expect(try await store.acceptStep(TimeStep(300), of: old))
        },
        StoreClaim("what is over by itself stays what it is, and the new one counts") { store in
            try await activeDevice("totp-1", in: store)
            try await store.insertPending(try app("totp-2", replacing: "totp-1"))
            #expect(try await store.apply(.revoked, to: old, of: owner, at: Sample.start) != nil)
            #expect(try await store.activate(new, step: TimeStep(200), at: later))
            #expect(try await states(in: store) == [.revoked(since: Sample.start), .active(since: later)])
        },
        StoreClaim("a key in place of another is not one too many") { store in
            try await store.insert(Sample.account())
            for number in 1...SecurityKey.mostPerAccount {
                try await key("key-\(number)", credential: UInt8(number), in: store)
            }
            try await key("key-0", credential: 200, replacing: "key-1", in: store)
            #expect(try await store.securityKeys(of: owner).count == SecurityKey.mostPerAccount)
        },
    ]

    private static let old = AuthenticatorID("totp-1")
    private static let new = AuthenticatorID("totp-2")
    private static let later = Sample.start + .seconds(60)

    @Sendable private static func lockedAndLost(_ store: any Store) async throws {
        for (number, event) in [(1, AuthenticatorEvent.exhausted), (3, .suspected), (5, .reportedLost)] {
            try await activeDevice("totp-\(number)", in: store)
            #expect(try await store.apply(event, to: AuthenticatorID("totp-\(number)"), of: owner, at: later) != nil)
            let successor = AuthenticatorID("totp-\(number + 1)")
            try await store.insertPending(try app(successor.text, replacing: "totp-\(number)"))
            #expect(try await store.activate(successor, step: TimeStep(200), at: later))
            #expect(try await states(in: store).contains(.replaced(since: later, by: successor)))
        }
        #expect(try await store.totpDevices(of: owner).map(\.id.text) == ["totp-2", "totp-4", "totp-6"])
    }

    private static func states(in store: any Store) async throws -> [AuthenticatorState] {
        try await store.authenticators(of: owner).map(\.state)
    }

    private static func app(_ id: String, of account: AccountName = owner, replacing old: String) throws -> TOTPDevice {
        let id = AuthenticatorID(id)
        return TOTPDevice(
            pending(id, .totp, of: account, replacing: old), parameters: .compatible,
            secret: try seal("12345678901234567890", for: TOTPDevice.binding(of: id, account: account)))
    }

    private static func token(_ id: String, replacing old: String) throws -> HOTPDevice {
        let id = AuthenticatorID(id)
        return HOTPDevice(
            pending(id, .hotp, of: owner, serial: "A0001", replacing: old), parameters: .compatible,
            secret: try seal("12345678901234567890", for: HOTPDevice.binding(of: id, account: owner)),
            next: HOTPCounter(0))
    }

    private static func pending(
        _ id: AuthenticatorID, _ kind: Authenticator.Kind, of account: AccountName, serial: String? = nil,
        replacing old: String
    ) -> Authenticator {
        Authenticator(
            id: id, account: account, kind: kind, label: "새 것", serial: serial, replaces: AuthenticatorID(old),
            state: .pending(until: Sample.start + Enrolment.confirmationLifetime), createdAt: Sample.start)
    }

    @discardableResult
    private static func key(
        _ id: String, of account: AccountName = owner, credential: UInt8 = 1, replacing old: String? = nil,
        in store: any Store
    ) async throws -> AuthenticatorID {
        let id = AuthenticatorID(id)
        let handle = try await store.userHandle(of: account, otherwise: Array(account.text.utf8))
        try await store.insert(
            SecurityKey(
                Authenticator(
                    id: id, account: account, kind: .webauthn, label: "새 보안키",
                    replaces: old.map { AuthenticatorID($0) }, state: .active(since: later), createdAt: later),
                record: CredentialRecord(
                    id: [credential, 0, 255], encodedPublicKey: [9, 9, 9], signatureCount: 7, isBackupEligible: false,
                    userHandle: handle),
                model: .unknown, attestation: .anchored, transports: [.usb], isBackedUp: false))
        return id
    }
}
