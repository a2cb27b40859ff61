public import GatewayIdentity
public import GatewaySessions
internal import Synchronization

/// A session in memory: what was proved at its opening never changes, when it was last seen and whether it ended are
/// atomics.
///
/// Event loops judge it on every request without waiting for anybody. Only `SessionOpening` makes one, only
/// `SessionEnder` ends one.
public final class LiveSession: Sendable {
    /// As it was opened. `lastSeenAt` and `ending` in here stand still; `lastSeen` and `endCause` below move.
    let opened: Session
    /// Who issued its certificate; `nil` after a restart.
    let issuer: String?
    public let absoluteExpiry: UnixTime
    /// What was asked for in it.
    public let activity = VisitorActivity()

    private let lastSeenMilliseconds: Atomic<Int64>
    private let longestPauseMilliseconds = Atomic<Int64>(0)
    private let isTouched = Atomic(false)
    private let phase: Atomic<UInt8>
    private let rivalMilliseconds = Atomic<Int64>(0)

    /// Values of `phase`: being stored and recorded, open, and from `ended` on the place of the cause in
    /// `SessionEndCause.allCases`.
    private static let opening: UInt8 = 0
    private static let open: UInt8 = 1
    private static let ended: UInt8 = 2

    init(_ session: Session, issuer: String?) {
        opened = session
        self.issuer = issuer
        absoluteExpiry = session.absoluteExpiry
        lastSeenMilliseconds = Atomic(session.lastSeenAt.milliseconds)
        phase = Atomic(Self.opening)
    }

    public var id: SessionID { opened.id }
    public var account: AccountName { opened.account }
    public var binding: SessionBinding { opened.binding }
    /// The certificate first, then every further factor with the time it was proved.
    public var proofs: [FactorProof] { opened.proofs }
    public var createdAt: UnixTime { opened.createdAt }
    public var limits: SessionLimits { opened.limits }
    /// Where it was opened, for people to recognise it. Nothing is decided by it.
    public var place: SessionOrigin? { opened.origin }
    public var lastSeen: UnixTime { .init(milliseconds: lastSeenMilliseconds.load(ordering: .relaxed)) }
    /// When it ends for want of use, if nothing more comes.
    public var idleExpiry: UnixTime { min(lastSeen + limits.idle, absoluteExpiry) }
    public var hasEnded: Bool { phase.load(ordering: .acquiring) >= Self.ended }

    public var endCause: SessionEndCause? {
        let phase = phase.load(ordering: .acquiring)
        return phase < Self.ended ? nil : SessionEndCause.allCases[Int(phase - Self.ended)]
    }

    /// As the store and the lists know it now.
    public var snapshot: Session {
        var session = opened
        session.lastSeenAt = lastSeen
        return session
    }

    /// `nil`: the session is good for this connection now.
    public func refusal(at now: UnixTime, certificate: ClientCertificate) -> Reason? {
        guard certificate.fingerprint == binding.fingerprint, certificate.publicKey == binding.publicKey else {
            return .sessionCertificateMismatch
        }
        let phase = phase.load(ordering: .acquiring)
        guard phase == Self.open else { return endCause?.reason ?? .sessionUnknown }
        return expiry(at: now)
    }

    /// The same question for one console under the policy of today, whose limits may be shorter than those the
    /// session was opened with.
    ///
    /// A pause that was too long for the console stays too long, even when a request to a less sensitive one came
    /// after it: only a new proof, which opens a new session, begins anew.
    public func refusal(at now: UnixTime, idle: Duration, absolute: Duration) -> Reason? {
        guard now - createdAt < absolute else { return .sessionAbsolute }
        let pause = max(now.milliseconds - lastSeen.milliseconds, longestPauseMilliseconds.load(ordering: .relaxed))
        guard .milliseconds(pause) < idle else { return .sessionIdle }
        return nil
    }

    /// Notes that the person did something. Background polling must not come here (2.2): it would keep an unattended
    /// desk open.
    public func touch(at now: UnixTime) {
        let before = lastSeenMilliseconds.max(now.milliseconds, ordering: .relaxed).oldValue
        guard before < now.milliseconds else { return }
        longestPauseMilliseconds.max(now.milliseconds - before, ordering: .relaxed)
        isTouched.store(true, ordering: .relaxed)
    }

    /// Notes that somebody with the right factors wanted a session beside this one and got none.
    func noteRival(at now: UnixTime) { rivalMilliseconds.store(now.milliseconds, ordering: .relaxed) }

    /// When that happened last, for the owner to read; `nil`: never.
    public var rivalSignIn: UnixTime? {
        let time = rivalMilliseconds.load(ordering: .relaxed)
        return time == 0 ? nil : UnixTime(milliseconds: time)
    }

    /// Whether it was seen since the last call.
    func takeTouch() -> Bool { isTouched.exchange(false, ordering: .relaxed) }
    func returnTouch() { isTouched.store(true, ordering: .relaxed) }

    /// `sessionAbsolute`, `sessionIdle`, `clockUnsafe` or `nil`.
    ///
    /// Almost always `nil`, which takes three comparisons and no copy; why not is for `Session.standing` to say.
    func expiry(at now: UnixTime) -> Reason? {
        if opened.createdAt <= now, now < absoluteExpiry, now - lastSeen < opened.limits.idle { return nil }
        switch snapshot.standing(at: now, certificate: binding) {
        case .live: return nil
        case .ended(let reason): return reason
        }
    }

    /// From now on it opens doors: stored and recorded. False: it was ended before it was opened.
    func becomeOpen() -> Bool {
        phase.compareExchange(expected: Self.opening, desired: Self.open, ordering: .acquiringAndReleasing).exchanged
    }

    /// The first cause stands. True for the one caller whose cause it is, who then writes the end down.
    func end(_ cause: SessionEndCause) -> Bool {
        let desired = Self.ended + UInt8(SessionEndCause.allCases.firstIndex(of: cause) ?? 0)
        var expected = phase.load(ordering: .acquiring)
        while expected < Self.ended {
            let (exchanged, original) = phase.compareExchange(
                expected: expected, desired: desired, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            expected = original
        }
        return false
    }
}
