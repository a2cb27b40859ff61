/// How accounts are administered at a site: who decides alone, and after how long what is unused, unreviewed or undecided
/// ends (compliance profile nct-2025-04, 2.9).
public struct AccountRules: Hashable, Sendable {
    public enum Approval: String, CaseIterable, Sendable {
        /// Nobody makes an account or adds a role alone.
        case twoPerson = "two_person"
        /// One administrator may. Shared accounts and emergency openings still take two.
        case singlePerson = "single_person"
    }

    public enum WhenOverdue: String, CaseIterable, Sendable {
        /// The security officer is told, every week again.
        case notice
        /// And the account is suspended.
        case suspend
    }

    public enum Provisioning: String, CaseIterable, Sendable {
        /// What the personnel system brings waits for an approval like any request.
        case request
        /// Whoever entered the personnel system's account into the list of special accounts approved what it brings.
        case standing
    }

    public var approval: Approval
    /// An undecided request is over after it.
    public var requestLife: Duration
    /// Unused for so long, an account is disabled.
    public var unused: Duration
    public var unusedExternal: Duration
    /// Rights are reviewed this often.
    public var review: Duration
    public var reviewExternal: Duration
    public var whenOverdue: WhenOverdue
    public var provisioning: Provisioning
    /// Between the approval of a reset of factors and its effect, where one has to be approved: for the owner to say no.
    public var factorResetWait: Duration

    /// A partner grant that is asked for runs no longer.
    public var grantLife: Duration

    public init(
        approval: Approval = .twoPerson, requestLife: Duration = .days(14), unused: Duration = .days(90),
        unusedExternal: Duration = .days(14), review: Duration = .days(92), reviewExternal: Duration = .days(31),
        whenOverdue: WhenOverdue = .notice, provisioning: Provisioning = .request,
        factorResetWait: Duration = .days(1), grantLife: Duration = .days(90)
    ) {
        self.approval = approval
        self.requestLife = requestLife
        self.unused = unused
        self.unusedExternal = unusedExternal
        self.review = review
        self.reviewExternal = reviewExternal
        self.whenOverdue = whenOverdue
        self.provisioning = provisioning
        self.factorResetWait = factorResetWait
        self.grantLife = grantLife
    }
}

extension Duration {
    public static func days(_ count: Int) -> Duration { .seconds(count * 86400) }
}
