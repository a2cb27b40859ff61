internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

/// Hardware tokens in the drawer, given out and out of use.
extension StoreContract {
    static let tokenStock: [StoreClaim] = [
        StoreClaim("tokens come back as they were put in, page by page") { store in
            let tokens = try [seeded("A-1", .counter(HOTPCounter(17))), seeded("A-2", .time(drift)), seeded("A-3")]
            try await store.insert(tokens)
            #expect(try await store.seededToken("A-2") == tokens[1])
            #expect(try await store.stockToken("A-1") == tokens[0].token)
            #expect(try await store.stockTokens(after: nil, limit: 2).map(\.serial) == ["A-1", "A-2"])
            #expect(try await store.stockTokens(after: "A-2", limit: 2).map(\.serial) == ["A-3"])
        },
        StoreClaim("of an import with one known token nothing is stored") { store in
            try await store.insert([try seeded("A-2")])
            await #expect(throws: StoreError.conflict(.tokenExists)) {
                try await store.insert([try seeded("A-1"), try seeded("A-2"), try seeded("A-3")])
            }
            #expect(try await store.stockTokens(after: nil, limit: 9).map(\.serial) == ["A-2"])
            #expect(try await store.knownTokens(among: ["A-1", "A-2"]) == ["A-2"])
        },
        StoreClaim("of 20 who give one token out exactly one does") { store in
            try await store.insert(Sample.account())
            try await store.insert([try seeded("A-1")])
            let won = try await winners(of: 20) { racer in
                try await store.assignToken(as: .hotp(try device("hotp-\(racer)", serial: "A-1")), at: later)
            }
            #expect(won == 1)
            #expect(try await store.hotpDevices(of: owner).count == 1)
            #expect(try await store.authenticators(of: owner).map(\.serial) == ["A-1"])
            #expect(try await store.seededToken("A-1") == nil)
            let id = try #require(try await store.hotpDevices(of: owner).first).id
            #expect(try await store.stockToken("A-1")?.state == .assigned(to: owner, as: id, at: later))
        },
        StoreClaim("a token that is not in the drawer is given to nobody") { store in
            try await store.insert(Sample.account())
            #expect(try await store.assignToken(as: .hotp(try device("hotp-1", serial: "A-1")), at: later) == false)
            #expect(try await store.authenticators(of: owner).isEmpty)
        },
        StoreClaim("a token out of use has no seed, and may be imported again") { store in
            try await store.insert([try seeded("A-1")])
            #expect(try await winners(of: 20) { _ in try await store.revokeToken("A-1", at: later) } == 1)
            #expect(try await store.seededToken("A-1") == nil)
            #expect(try await store.stockToken("A-1")?.state == .revoked(at: later))
            #expect(try await store.knownTokens(among: ["A-1"]) == [])
            try await store.insert([try seeded("A-1", .time(drift))])
            #expect(try await store.stockToken("A-1")?.moving == .time(drift))
        },
        StoreClaim("a clock of 60 seconds, its end and its drift are kept") { store in
            try await store.insert(Sample.account())
            let id = AuthenticatorID("totp-9")
            let parameters = TOTPParameters(algorithm: .sha256, digits: .eight, period: .minute)
            let validity = Validity(begins: Sample.start, ends: Sample.start + .seconds(3600))
            let device = TOTPDevice(
                Authenticator(
                    id: id, account: owner, kind: .totp, label: "토큰", serial: "A-9", validity: validity,
                    state: .pending(until: .distantFuture), createdAt: Sample.start),
                parameters: parameters,
                secret: try seal("12345678901234567890", for: TOTPDevice.binding(of: id, account: owner)),
                drift: drift)
            try await store.insertPending(device)
            #expect(try await store.totpDevices(of: owner) == [device])
        },
        StoreClaim("a counter is moved forward alone, of a token that is active or waits") { store in
            try await store.insert(Sample.account())
            try await store.insertPending(try device("hotp-1", serial: "A-1"))
            let id = AuthenticatorID("hotp-1")
            #expect(try await store.setCounter(next: HOTPCounter(500), of: id))
            #expect(try await store.setCounter(next: HOTPCounter(500), of: id) == false)
            #expect(try await store.activate(id, next: HOTPCounter(501), at: later))
            #expect(try await store.setCounter(next: HOTPCounter(600), of: id))
            #expect(try await store.apply(.reportedLost, to: id, of: owner, at: later) != nil)
            #expect(try await store.setCounter(next: HOTPCounter(700), of: id) == false)
        },
        StoreClaim("of 20 tries to resynchronise as many are counted as may be, and later again") { store in
            try await activeDevice(in: store)
            let counted = try await winners(of: 20) { _ in
                try await store.countResynchronisation(of: device, at: later, since: Sample.start, limit: 5)
            }
            #expect(counted == 5)
            let next = later + .seconds(3600)
            #expect(try await store.countResynchronisation(of: device, at: next, since: later, limit: 5))
        },
    ]

    private static let later = Sample.start + .seconds(60)
    private static let drift = ClockDrift(steps: -3) ?? .none

    private static func seeded(
        _ serial: String, _ moving: StockToken.Moving = .counter(HOTPCounter(0))
    ) throws -> SeededToken {
        SeededToken(
            StockToken(
                serial: serial, manufacturer: "메이커", moving: moving,
                parameters: TOTPParameters(algorithm: .sha1, digits: .six, period: .minute),
                validity: Validity(begins: nil, ends: later), importedAt: Sample.start,
                importedBy: AccountName(stored: "uid:0")),
            secret: try seal("12345678901234567890", for: StockToken.binding(of: serial)))
    }

    private static func device(_ id: String, serial: String) throws -> HOTPDevice {
        HOTPDevice(
            Authenticator(
                id: AuthenticatorID(id), account: owner, kind: .hotp, label: serial, serial: serial,
                isSeparateDevice: true, state: .pending(until: .distantFuture), createdAt: Sample.start),
            parameters: .compatible,
            secret: try seal("12345678901234567890", for: HOTPDevice.binding(of: AuthenticatorID(id), account: owner)),
            next: HOTPCounter(0))
    }
}
