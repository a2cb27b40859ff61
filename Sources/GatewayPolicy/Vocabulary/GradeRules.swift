/// What a grade asks of every session that reaches a console of that grade.
public struct GradeRules: Hashable, Sendable {
    public var limits: SessionLimits
    /// How old a revocation answer (CRL, OCSP) may be.
    public var revocationAge: Duration
    public var lockout: LockoutName

    public init(limits: SessionLimits, revocationAge: Duration, lockout: LockoutName) {
        self.limits = limits
        self.revocationAge = revocationAge
        self.lockout = lockout
    }
}
