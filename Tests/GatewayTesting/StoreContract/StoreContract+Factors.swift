public import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let device = AuthenticatorID("totp-1")
    static let owner = Sample.name("kim-7f3a")

    static let factors: [StoreClaim] = [
        StoreClaim("a device comes back as it was put, pending and then active") { store in
            try await store.insert(Sample.account())
            let device = try pendingDevice()
            try await store.insertPending(device)
            #expect(try await store.totpDevices(of: owner) == [device])

            let now = Sample.start + .seconds(60)
            #expect(try await store.activate(device.id, step: TimeStep(at: now), at: now))
            let active = try #require(try await store.totpDevices(of: owner).first)
            #expect(active.state == .active(since: now))
            #expect(active.lastStep == TimeStep(at: now))
            #expect(active.secret == device.secret)
        },
        StoreClaim("a device is activated once, and in time") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingDevice())
            let late = Sample.start + Enrolment.confirmationLifetime
            #expect(try await store.activate(device, step: TimeStep(at: late), at: late) == false)
            let won = try await winners(of: 20) { _ in
                try await store.activate(device, step: TimeStep(1), at: Sample.start + .seconds(1))
            }
            #expect(won == 1)
        },
        StoreClaim("a new pending device takes the place of the one before and of no active one") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingDevice("totp-1"))
            try await store.insertPending(try pendingDevice("totp-2"))
            #expect(try await store.totpDevices(of: owner).map(\.id.text) == ["totp-2"])
            #expect(try await store.activate(AuthenticatorID("totp-2"), step: TimeStep(1), at: Sample.start))
            try await store.insertPending(try pendingDevice("totp-3"))
            #expect(try await Set(store.totpDevices(of: owner).map(\.id.text)) == ["totp-2", "totp-3"])
        },
        StoreClaim("of 50 callers with one step exactly one is told yes") { store in
            try await activeDevice(in: store)
            for step in [TimeStep(100), TimeStep(101)] {
                #expect(try await winners(of: 50) { _ in try await store.acceptStep(step, of: device) } == 1)
            }
        },
        StoreClaim("an accepted step only ever grows") { store in
            try await activeDevice(in: store)
            #expect(try await store.acceptStep(TimeStep(100), of: device))
            #expect(try await store.acceptStep(TimeStep(99), of: device) == false)
            #expect(try await store.acceptStep(TimeStep(100), of: device) == false)
            #expect(try await store.acceptStep(TimeStep(101), of: device))
        },
        StoreClaim("a pending or unknown device accepts no step") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingDevice())
            #expect(try await store.acceptStep(TimeStep(100), of: device) == false)
            #expect(try await store.acceptStep(TimeStep(100), of: AuthenticatorID("nobody's")) == false)
        },
        StoreClaim("an enrolment code works once, in time, for its account, until a newer one") { store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-8b2c"))
            let (old, new) = (Sample.digest(1), Sample.digest(2))
            let expires = Sample.start + Enrolment.codeLifetime
            let now = Sample.start
            try await store.resetFactors(of: owner, at: now, leaving: .init(old, expires: expires))
            try await store.resetFactors(of: owner, at: now, leaving: .init(new, expires: expires))
            #expect(try await store.consumeEnrolmentCode(old, of: owner, at: now) == false)
            #expect(try await store.consumeEnrolmentCode(new, of: Sample.name("lee-8b2c"), at: now) == false)
            #expect(try await store.consumeEnrolmentCode(new, of: owner, at: expires) == false)
            #expect(
                try await winners(of: 20) { _ in try await store.consumeEnrolmentCode(new, of: owner, at: now) } == 1)
        },
        StoreClaim("a recovery code works once, and a new sheet voids the old") { store in
            try await store.insert(Sample.account())
            try await store.replaceRecoveryCodes((1...10).map { Sample.digest($0) }, of: owner)
            #expect(try await store.remainingRecoveryCodes(of: owner) == 10)
            let code = Sample.digest(3)
            #expect(try await winners(of: 20) { _ in try await store.consumeRecoveryCode(code, of: owner) } == 1)
            #expect(try await store.remainingRecoveryCodes(of: owner) == 9)
            try await store.replaceRecoveryCodes([Sample.digest(20)], of: owner)
            #expect(try await store.consumeRecoveryCode(Sample.digest(4), of: owner) == false)
            #expect(try await store.consumeRecoveryCode(Sample.digest(20), of: Sample.name("lee-8b2c")) == false)
        },
        StoreClaim("removing the factors of an account leaves none of them, and those of others alone") { store in
            try await activeDevice(in: store)
            try await store.insert(Sample.account("lee-8b2c"))
            let now = Sample.start + .seconds(60)
            try await store.replaceRecoveryCodes([Sample.digest(1)], of: owner)
            try await store.replaceRecoveryCodes([Sample.digest(1)], of: Sample.name("lee-8b2c"))
            try await store.removeFactors(of: owner, at: now)
            #expect(try await store.totpDevices(of: owner).isEmpty)
            #expect(try await store.authenticators(of: owner).map(\.state) == [.revoked(since: now)])
            #expect(try await store.acceptStep(TimeStep(1000), of: device) == false)
            #expect(try await store.consumeRecoveryCode(Sample.digest(1), of: owner) == false)
            #expect(try await store.remainingRecoveryCodes(of: Sample.name("lee-8b2c")) == 1)
        },
        StoreClaim("resetting them does the same, and leaves one code for an enrolment") { store in
            try await activeDevice(in: store)
            try await store.replaceRecoveryCodes([Sample.digest(1)], of: owner)
            let code = StoredEnrolmentCode(Sample.digest(2), expires: .distantFuture)
            try await store.resetFactors(of: owner, at: Sample.start, leaving: code)
            #expect(try await store.authenticators(of: owner).map(\.state) == [.revoked(since: Sample.start)])
            #expect(try await store.consumeRecoveryCode(Sample.digest(1), of: owner) == false)
            #expect(try await store.consumeEnrolmentCode(code.digest, of: owner, at: Sample.start))
            try await store.resetFactors(of: owner, at: Sample.start, leaving: code)
            try await store.removeFactors(of: owner, at: Sample.start)
            #expect(try await store.consumeEnrolmentCode(code.digest, of: owner, at: Sample.start) == false)
        },
    ]

    static func pendingDevice(_ id: String = "totp-1", sealedUnder key: SealingKey? = nil) throws -> TOTPDevice {
        TOTPDevice(
            Authenticator(
                id: AuthenticatorID(id), account: owner, kind: .totp, label: "내 휴대전화", isSeparateDevice: true,
                state: .pending(until: Sample.start + Enrolment.confirmationLifetime), createdAt: Sample.start),
            parameters: .compatible,
            secret: try seal(
                "12345678901234567890", for: TOTPDevice.binding(of: AuthenticatorID(id), account: owner), under: key))
    }

    public static func seal(_ secret: String, for binding: SealBinding, under key: SealingKey? = nil) throws
        -> SealedSecret
    {
        try (key ?? .random()).seal(SecretBytes(copying: Array(secret.utf8)), for: binding)
    }

    static func activeDevice(_ id: String = "totp-1", in store: any Store) async throws {
        if try await store.account(owner) == nil { try await store.insert(Sample.account()) }
        try await store.insertPending(try pendingDevice(id))
        #expect(try await store.activate(AuthenticatorID(id), step: TimeStep(1), at: Sample.start))
    }
}
