internal import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let sessions: [StoreClaim] = [
        StoreClaim("a session comes back as it was put, with its proofs and tokens") { store in
            try await store.insert(Sample.account())
            let stored = StoredSession(session: fullSession, tokens: tokens(of: fullSession.id))
            try await store.insert(stored)
            #expect(try await store.session(fullSession.id) == stored)
            #expect(try await store.liveSessions() == [stored])
            #expect(try await store.session(SessionID(Sample.digest(0))) == nil)
            await #expect(throws: StoreError.conflict(.identifierExists)) { try await store.insert(stored) }
        },
        StoreClaim("a session ends once, and its first cause stays") { store in
            let session = try await insertedSession(store)
            let won = try await winners(of: 20) { racer in
                let cause: SessionEndCause = racer.isMultiple(of: 2) ? .logout : .administrator
                return try await store.end(session.id, cause: cause, at: Sample.start + .seconds(Int64(racer)))
            }
            #expect(won == 1)
            let ending = try #require(try await store.session(session.id)?.session.ending)
            #expect(try await store.end(session.id, cause: .idle, at: Sample.start) == false)
            #expect(try await store.session(session.id)?.session.ending == ending)
            #expect(try await store.liveSessions(of: session.account).isEmpty)
        },
        StoreClaim("a session is replaced once, by all of its successor or by nothing") { store in
            let old = try await insertedSession(store)
            let won = try await winners(of: 10) { racer in
                let successor = Sample.session(UInt8(racer + 1))
                let stored = StoredSession(session: successor, tokens: tokens(of: successor.id, mark: UInt8(racer)))
                return try await store.replace(old.id, with: stored, at: Sample.start)
            }
            #expect(won == 1)
            #expect(try await store.session(old.id)?.session.ending?.cause == .elevated)
            #expect(try await store.liveSessions().count == 1)
            #expect(try await store.liveSessions().first?.tokens.count == 2)
        },
        StoreClaim("a failed replacement leaves the old session live") { store in
            let old = try await insertedSession(store)
            let taken = tokens(of: old.id, mark: 15)[0].hash
            let successor = Sample.session(0x66)
            let clash = SessionTokenRecord(hash: taken, session: successor.id, scope: .header)
            await #expect(throws: StoreError.conflict(.identifierExists)) {
                try await store.replace(old.id, with: .init(session: successor, tokens: [clash]), at: Sample.start)
            }
            #expect(try await store.liveSessions().map(\.session.id) == [old.id])
        },
        StoreClaim("a session takes one token a host, while it is live") { store in
            let session = try await insertedSession(store)
            let scope = TokenScope.host("fab.gw.localhost")
            for byte in [UInt8(0xA1), 0xA2] {
                let token = SessionTokenRecord(hash: Sample.digest(byte), session: session.id, scope: scope)
                #expect(try await store.addToken(token))
            }
            let hashes = try #require(try await store.session(session.id)).tokens.filter { $0.scope == scope }.map(
                \.hash)
            #expect(hashes == [Sample.digest(0xA2)])
            _ = try await store.end(session.id, cause: .logout, at: Sample.start)
            let late = SessionTokenRecord(hash: Sample.digest(0xA3), session: session.id, scope: .host("x.example"))
            #expect(try await store.addToken(late) == false)
        },
        StoreClaim("the last sight of a session never moves back, nor after its end") { store in
            let session = try await insertedSession(store)
            try await store.touch([session.id: Sample.start + .seconds(60), SessionID(Sample.digest(0)): Sample.start])
            try await store.touch([session.id: Sample.start + .seconds(30)])
            #expect(try await store.session(session.id)?.session.lastSeenAt == Sample.start + .seconds(60))
            _ = try await store.end(session.id, cause: .logout, at: Sample.start + .seconds(61))
            try await store.touch([session.id: Sample.start + .seconds(90)])
            #expect(try await store.session(session.id)?.session.lastSeenAt == Sample.start + .seconds(60))
        },
        StoreClaim("all sessions of one account end together, those of others go on") { store in
            try await store.insert(Sample.account("kim-7f3a"))
            try await store.insert(Sample.account("lee-8b2c"))
            for (byte, account) in [(UInt8(1), "kim-7f3a"), (2, "kim-7f3a"), (3, "lee-8b2c")] {
                try await store.insert(.init(session: Sample.session(byte, account: account), tokens: []))
            }
            let ended = try await store.endSessions(of: Sample.name("kim-7f3a"), cause: .locked, at: Sample.start)
            #expect(Set(ended) == [SessionID(Sample.digest(1)), SessionID(Sample.digest(2))])
            #expect(try await store.liveSessions().map(\.session.account.text) == ["lee-8b2c"])
        },
        StoreClaim("only sessions that ended before an instant are forgotten") { store in
            try await store.insert(Sample.account())
            for byte in UInt8(1)...3 { try await store.insert(.init(session: Sample.session(byte), tokens: [])) }
            _ = try await store.end(SessionID(Sample.digest(1)), cause: .logout, at: Sample.start)
            _ = try await store.end(SessionID(Sample.digest(2)), cause: .logout, at: Sample.start + .seconds(10))
            #expect(try await store.removeSessions(endedBefore: Sample.start + .seconds(10)) == 1)
            #expect(try await store.session(SessionID(Sample.digest(1))) == nil)
            #expect(try await store.session(SessionID(Sample.digest(2))) != nil)
            #expect(try await store.session(SessionID(Sample.digest(3))) != nil)
        },
    ]

    private static var fullSession: Session {
        let sample = Sample.session()
        return Session(
            id: sample.id, account: sample.account, binding: sample.binding, proofs: sample.proofs,
            createdAt: sample.createdAt, lastSeenAt: sample.lastSeenAt,
            limits: SessionLimits(
                idle: .seconds(600), absolute: .seconds(7200), notAfter: Sample.start + .seconds(3600)),
            origin: SessionOrigin(source: Sample.address, userAgent: "Mozilla/5.0 ‘x’"))
    }

    private static func tokens(of session: SessionID, mark: UInt8 = 0) -> [SessionTokenRecord] {
        [
            SessionTokenRecord(hash: Sample.digest(0xC0 + mark), session: session, scope: .header),
            SessionTokenRecord(hash: Sample.digest(0xD0 + mark), session: session, scope: .host("gate.gw.localhost")),
        ]
    }

    private static func insertedSession(_ store: any Store) async throws -> Session {
        try await store.insert(Sample.account())
        let session = Sample.session()
        try await store.insert(StoredSession(session: session, tokens: tokens(of: session.id, mark: 15)))
        return session
    }
}
