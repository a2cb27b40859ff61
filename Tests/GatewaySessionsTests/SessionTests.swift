import GatewayIdentity
import GatewaySessions
import GatewayTesting
import Testing

@Suite struct `A session` {
    private let start = Sample.start
    private let mine = SessionBinding(Sample.certificate())

    @Test func `is live for its certificate within its limits`() {
        #expect(Sample.session().standing(at: start, certificate: mine) == .live)
        #expect(Sample.session().standing(at: start + .seconds(15 * 60) - .milliseconds(1), certificate: mine) == .live)
    }

    @Test func `is over when it was idle too long`() {
        let standing = Sample.session().standing(at: start + .seconds(15 * 60), certificate: mine)
        #expect(standing == .ended(.sessionIdle))
    }

    @Test func `goes on from its last request`() {
        var session = Sample.session()
        session.lastSeenAt = start + .seconds(14 * 60)
        #expect(session.standing(at: start + .seconds(28 * 60), certificate: mine) == .live)
        #expect(session.standing(at: start + .seconds(29 * 60), certificate: mine) == .ended(.sessionIdle))
    }

    @Test func `is over at its absolute limit however busy it is`() {
        var session = Sample.session()
        session.lastSeenAt = start + .seconds(8 * 3600) - .seconds(1)
        #expect(session.standing(at: start + .seconds(8 * 3600) - .milliseconds(1), certificate: mine) == .live)
        #expect(session.standing(at: start + .seconds(8 * 3600), certificate: mine) == .ended(.sessionAbsolute))
        #expect(session.idleExpiry == session.absoluteExpiry)
    }

    @Test func `is over when its grant is`() {
        let limits = SessionLimits(idle: .seconds(600), absolute: .seconds(7200), notAfter: start + .seconds(60))
        let session = Sample.session(limits: limits)
        #expect(session.standing(at: start + .seconds(60) - .milliseconds(1), certificate: mine) == .live)
        #expect(session.standing(at: start + .seconds(60), certificate: mine) == .ended(.sessionAbsolute))
    }

    @Test func `is refused to any other certificate, even for the same key`() {
        let renewed = SessionBinding(fingerprint: Sample.digest(3), publicKey: mine.publicKey)
        let other = SessionBinding(fingerprint: mine.fingerprint, publicKey: Sample.digest(3))
        for binding in [renewed, other] {
            #expect(Sample.session().standing(at: start, certificate: binding) == .ended(.sessionCertificateMismatch))
        }
    }

    @Test func `is refused when the clock stands before its beginning`() {
        #expect(Sample.session().standing(at: start - .seconds(60), certificate: mine) == .live)
        #expect(Sample.session().standing(at: start - .seconds(61), certificate: mine) == .ended(.clockUnsafe))
    }

    @Test(arguments: SessionEndCause.allCases)
    func `that was ended stays ended, and says why`(cause: SessionEndCause) {
        var session = Sample.session()
        session.ending = SessionEnding(at: start, cause: cause)
        #expect(session.standing(at: start, certificate: mine) == .ended(cause.reason))
        #expect(cause.reason.publicReason == .factorRequired)
    }

    @Test func `knows when each kind of factor was proved last`() {
        let session = Sample.session()
        #expect(session.lastProof(of: .certificate) == start)
        #expect(session.lastProof(of: .totp) == start + .seconds(5))
        #expect(session.lastProof(of: .webauthn) == nil)
    }
}

@Suite struct `An elevated session` {
    private let old = Sample.session(limits: .open)
    private let now = Sample.start + .seconds(600)
    private var fresh: FactorProof { .init(kind: .totp, authenticator: AuthenticatorID("totp-1"), at: now) }

    private var elevated: Session {
        old.elevated(by: [fresh], as: SessionID(Sample.digest(0x77)), at: now, limits: .classified)
    }

    @Test func `has a new id`() { #expect(elevated.id != old.id) }

    @Test func `keeps its person, its certificate and its beginning`() {
        #expect(elevated.account == old.account)
        #expect(elevated.binding == old.binding)
        #expect(elevated.createdAt == old.createdAt)
        #expect(elevated.lastSeenAt == now)
    }

    @Test func `has the newer proof of a factor in place of the older`() {
        #expect(elevated.proofs.map(\.kind) == [.certificate, .totp])
        #expect(elevated.lastProof(of: .totp) == now)
        let other = FactorProof(kind: .totp, authenticator: AuthenticatorID("totp-2"), at: now)
        #expect(old.elevated(by: [other], as: old.id, at: now, limits: .open).proofs.count == 3)
    }

    @Test func `never lives longer than before`() {
        #expect(elevated.limits == .classified)
        let loose = SessionLimits(idle: .seconds(99_999), absolute: .seconds(99_999))
        #expect(old.elevated(by: [fresh], as: old.id, at: now, limits: loose).limits == old.limits)
        let ending = SessionLimits(idle: .seconds(1), absolute: .seconds(99_999), notAfter: now)
        let tightened = ending.tightened(
            by: SessionLimits(idle: .seconds(2), absolute: .seconds(3), notAfter: Sample.start))
        #expect(tightened == SessionLimits(idle: .seconds(1), absolute: .seconds(3), notAfter: Sample.start))
    }
}

@Suite struct `The limit on sessions at a time` {
    private let live = [3, 1, 2].map { Sample.session($0, at: Sample.start + .seconds(Int64($0))) }

    @Test func `lets a login through below it`() {
        #expect(ConcurrencyLimit(sessions: 4, overflow: .refuseNew).verdict(live: live) == .admitted(ending: []))
        #expect(ConcurrencyLimit(sessions: 1, overflow: .endOldest).verdict(live: []) == .admitted(ending: []))
    }

    @Test func `ends the oldest until the new one has room`() {
        let one = ConcurrencyLimit(sessions: 3, overflow: .endOldest).verdict(live: live)
        #expect(one == .admitted(ending: [SessionID(Sample.digest(1))]))
        let all = ConcurrencyLimit(sessions: 1, overflow: .endOldest).verdict(live: live)
        #expect(all == .admitted(ending: [1, 2, 3].map { SessionID(Sample.digest($0)) }))
    }

    @Test func `or refuses the new one`() {
        #expect(ConcurrencyLimit(sessions: 3, overflow: .refuseNew).verdict(live: live) == .refused)
    }
}
