internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

/// What holds for authenticators of every kind.
extension StoreContract {
    static let authenticators: [StoreClaim] = [
        StoreClaim("an authenticator is given another name by nobody but its owner") { store in
            try await activeDevice(in: store)
            try await store.insert(Sample.account("lee-8b2c"))
            #expect(try await store.renameAuthenticator(device, of: Sample.name("lee-8b2c"), to: "mine") == false)
            #expect(try await store.renameAuthenticator(device, of: owner, to: "서랍 속 토큰"))
            #expect(try await store.authenticators(of: owner).map(\.label) == ["서랍 속 토큰"])
        },
        StoreClaim("an authenticator moves once from the state it was seen in") { store in
            try await activeDevice(in: store)
            let (active, locked) = (
                AuthenticatorState.active(since: Sample.start), AuthenticatorState.locked(since: later)
            )
            let moves = try await winners(of: 20) { _ in
                try await store.moveAuthenticator(device, of: owner, from: active, to: locked)
            }
            #expect(moves == 1)
            #expect(try await store.authenticators(of: owner).map(\.state) == [locked])
            #expect(try await store.acceptStep(TimeStep(100), of: device) == false)
            #expect(try await store.totpDevices(of: owner).count == 1)
            #expect(try await store.apply(.unlocked, to: device, of: owner, at: later) == .active(since: later))
            #expect(try await store.acceptStep(TimeStep(100), of: device))
        },
        StoreClaim("what cannot happen to an authenticator changes nothing") { store in
            try await activeDevice(in: store)
            #expect(try await store.apply(.unlocked, to: device, of: owner, at: later) == nil)
            #expect(try await store.apply(.revoked, to: device, of: Sample.name("lee-8b2c"), at: later) == nil)
            #expect(try await store.authenticators(of: owner).map(\.state) == [.active(since: Sample.start)])
        },
        StoreClaim("copied, lost, replaced and revoked stay different, and leave no secret", ends),
        StoreClaim("of two authenticators that are taken away at once one stays") { store in
            try await activeDevice("totp-1", in: store)
            try await activeDevice("totp-2", in: store)
            let taken = try await winners(of: 20) { racer in
                try await store.revokeUnlessLast(AuthenticatorID("totp-\(racer % 2 + 1)"), of: owner, at: later)
            }
            #expect(taken == 1)
            #expect(try await store.authenticators(of: owner).count(where: \.state.isUsable) == 1)
            #expect(try await store.totpDevices(of: owner).count == 1)
        },
    ]

    private static let later = Sample.start + .seconds(60)

    @Sendable private static func ends(_ store: any Store) async throws {
        for id in ["totp-1", "totp-2", "totp-3", "totp-4"] { try await activeDevice(id, in: store) }
        let events: [(String, AuthenticatorEvent)] = [
            ("totp-1", .reportedLost), ("totp-2", .replaced(by: AuthenticatorID("totp-9"))), ("totp-3", .revoked),
            ("totp-4", .suspected),
        ]
        for (id, event) in events {
            #expect(try await store.apply(event, to: AuthenticatorID(id), of: owner, at: later) != nil)
            #expect(try await store.acceptStep(TimeStep(1000), of: AuthenticatorID(id)) == false)
        }
        #expect(
            try await store.authenticators(of: owner).map(\.state) == [
                .lost(since: later), .replaced(since: later, by: AuthenticatorID("totp-9")), .revoked(since: later),
                .copied(since: later),
            ])
        #expect(try await store.totpDevices(of: owner).isEmpty)
        #expect(try await store.apply(.unlocked, to: AuthenticatorID("totp-4"), of: owner, at: later) == nil)
        try await store.removeFactors(of: owner, at: later)
        #expect(try await store.authenticators(of: owner).last?.state == .revoked(since: later))
    }
}
