internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

/// Hardware tokens: counters, and clocks that have drifted.
extension StoreContract {
    private static let token = AuthenticatorID("hotp-1")

    static let tokens: [StoreClaim] = [
        StoreClaim("a token comes back as it was put, pending and then active") { store in
            try await store.insert(Sample.account())
            let device = try pendingToken("hotp-1", serial: "A0001")
            try await store.insertPending(device)
            #expect(try await store.hotpDevices(of: owner) == [device])
            #expect(try await store.activate(token, next: HOTPCounter(8), at: later))
            let active = try #require(try await store.hotpDevices(of: owner).first)
            #expect(active.state == .active(since: later))
            #expect(active.next == HOTPCounter(8))
            #expect(active.lastUsed == later)
            #expect(active.authenticator.serial == "A0001")
        },
        StoreClaim("a token is activated once, in time, and by a counter that is new") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingToken("hotp-1", serial: "A0001"))
            let late = Sample.start + Enrolment.confirmationLifetime
            #expect(try await store.activate(token, next: HOTPCounter(8), at: late) == false)
            #expect(try await store.activate(token, next: HOTPCounter(5), at: later) == false)
            #expect(
                try await winners(of: 20) { _ in try await store.activate(token, next: HOTPCounter(6), at: later) } == 1
            )
        },
        StoreClaim("of 50 callers with one counter exactly one is told yes") { store in
            try await activeToken(in: store)
            for next in [HOTPCounter(20), HOTPCounter(21)] {
                let won = try await winners(of: 50) { _ in
                    try await store.acceptCounter(next: next, of: token, at: later)
                }
                #expect(won == 1)
            }
            #expect(try await store.acceptCounter(next: HOTPCounter(20), of: token, at: later) == false)
        },
        StoreClaim("a pending, locked or unknown token accepts no counter") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingToken("hotp-1", serial: "A0001"))
            #expect(try await store.acceptCounter(next: HOTPCounter(20), of: token, at: later) == false)
            #expect(try await store.activate(token, next: HOTPCounter(8), at: later))
            #expect(try await store.apply(.exhausted, to: token, of: owner, at: later) == .locked(since: later))
            #expect(try await store.acceptCounter(next: HOTPCounter(20), of: token, at: later) == false)
            #expect(try await store.acceptCounter(next: HOTPCounter(20), of: AuthenticatorID("x"), at: later) == false)
        },
        StoreClaim("tokens with serial numbers wait beside each other and beside an app") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try pendingToken("hotp-1", serial: "A0001"))
            try await store.insertPending(try pendingToken("hotp-2", serial: "A0002"))
            try await store.insertPending(try pendingDevice())
            try await store.insertPending(try pendingDevice("totp-2"))
            #expect(
                try await Set(store.authenticators(of: owner).map(\.id.text)) == ["hotp-1", "hotp-2", "totp-2"])
        },
        StoreClaim("of apps and tokens an account has so many and no more, but for those that are over") { store in
            try await store.insert(Sample.account())
            let most = OneTimeCodeDevice.mostPerAccount
            for number in 1..<most {
                try await store.insertPending(try pendingToken("hotp-\(number)", serial: "A\(number)"))
            }
            try await store.insertPending(try pendingDevice("totp-1"))
            // An app that waits gives way to another.
            try await store.insertPending(try pendingDevice("totp-2"))
            await #expect(throws: StoreError.conflict(.tooManyDevices)) {
                try await store.insertPending(try pendingToken("hotp-99", serial: "A99"))
            }
            #expect(try await store.authenticators(of: owner).count == most)
            #expect(try await store.apply(.revoked, to: token, of: owner, at: later) != nil)
            try await store.insertPending(try pendingToken("hotp-99", serial: "A99"))
        },
        StoreClaim("a drift is noted with a step that is new, and of an active device alone") { store in
            try await activeDevice(in: store)
            let drift = try #require(ClockDrift(steps: -3))
            #expect(try await store.setDrift(drift, step: TimeStep(1), of: device) == false)
            #expect(try await store.setDrift(drift, step: TimeStep(50), of: device))
            let found = try #require(try await store.totpDevices(of: owner).first)
            #expect(found.drift == drift)
            #expect(found.lastStep == TimeStep(50))
            #expect(try await store.apply(.exhausted, to: device, of: owner, at: later) != nil)
            #expect(try await store.setDrift(.none, step: TimeStep(60), of: device) == false)
        },
    ]

    private static let later = Sample.start + .seconds(60)

    private static func pendingToken(_ id: String, serial: String) throws -> HOTPDevice {
        HOTPDevice(
            Authenticator(
                id: AuthenticatorID(id), account: owner, kind: .hotp, label: "토큰", serial: serial,
                isSeparateDevice: true, state: .pending(until: Sample.start + Enrolment.confirmationLifetime),
                createdAt: Sample.start),
            parameters: .compatible,
            secret: try seal("12345678901234567890", for: HOTPDevice.binding(of: AuthenticatorID(id), account: owner)),
            next: HOTPCounter(5))
    }

    private static func activeToken(in store: any Store) async throws {
        try await store.insert(Sample.account())
        try await store.insertPending(try pendingToken("hotp-1", serial: "A0001"))
        #expect(try await store.activate(token, next: HOTPCounter(8), at: later))
    }
}
