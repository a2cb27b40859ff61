public import GatewayIdentity

/// What must stand behind a request beside the person: what others approved, what a document permits, what the person signed or learned.
///
/// Rules, roles, zones, tags and floors ask for it by name; a `HeldApproval` of that name says that somebody has it. Names with a meaning of their own
/// stand in `ApprovalName`.
public struct Approval: Hashable, Sendable {
    /// Every group must approve, each by people of its own (AND). Empty: nobody votes on it; it is entered with its document, or when the person has
    /// done what it names.
    public var approvers: [ApproverGroup]
    /// Whether the one who asks for it can be none of the approvers.
    public var isDistinctFromRequester: Bool
    /// Counted from its start, it never holds longer, whatever was entered.
    public var maximumLife: Duration?
    /// After this time it has to be done again: a pledge signed, a training taken.
    public var renewal: Duration?
    /// The document behind it, `nil`: none is asked for.
    public var document: ApprovalDocument?
    /// Whether the records of what was done by it are put together for whoever approved it, once it is over (guide, NCT2-1-P2).
    public var hasLogBundle: Bool

    public init(
        approvers: [ApproverGroup] = [], isDistinctFromRequester: Bool = false, maximumLife: Duration? = nil,
        renewal: Duration? = nil, document: ApprovalDocument? = nil, hasLogBundle: Bool = false
    ) {
        self.approvers = approvers
        self.isDistinctFromRequester = isDistinctFromRequester
        self.maximumLife = maximumLife
        self.renewal = renewal
        self.document = document
        self.hasLogBundle = hasLogBundle
    }

    /// More people than this cannot be asked for.
    public static let mostApprovers = 10

    /// When something of this name that began at `from` is over at the latest.
    func end(of held: HeldApproval) -> UnixTime {
        [maximumLife, renewal].compactMap { $0.map { held.from + $0 } }.reduce(held.to, min)
    }
}

/// So many people who hold one of the roles.
public struct ApproverGroup: Hashable, Sendable {
    public var roles: Set<RoleName>
    public var count: Int

    public init(roles: Set<RoleName>, count: Int) {
        self.roles = roles
        self.count = count
    }
}

/// What an approval that rests on a document needs to be entered (export permissions: national core technology guide, chapter 3).
public struct ApprovalDocument: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case exportApproval = "export_approval"
        case exportNotification = "export_notification"
    }

    public enum Field: String, CaseIterable, Sendable {
        /// The number of the approval or notification.
        case reference = "ref"
        case technologies = "technology_ids"
        case partnerOrganisation = "partner_org"
        case persons, from, to
    }

    public var kinds: Set<Kind>
    public var fields: Set<Field>

    public init(kinds: Set<Kind>, fields: Set<Field>) {
        self.kinds = kinds
        self.fields = fields
    }

    /// Whether every partner grant is such a document: grants are of both kinds, and hold a number, the partner, the person and the time.
    var isEveryGrant: Bool {
        kinds == Set(Kind.allCases) && fields.isSubset(of: [.reference, .partnerOrganisation, .persons, .from, .to])
    }
}

extension PolicyName where Named == Approval {
    /// A running grant of this person for this console (`gwanmun grant`). External roles need it under every rule. It is never defined by a policy.
    public static var grant: Self { .init("grant") }
    /// A partner grant is one too, unless the policy asks for a document that grants do not hold.
    public static var exportPermission: Self { .init("export_permission") }
    /// The security pledge; refused as `pledge_missing`.
    public static var pledge: Self { .init("pledge") }
    /// The security training; refused as `training_expired`.
    public static var training: Self { .init("training") }
    /// A place in the list of those who handle national core technology; refused as `handler_not_listed`.
    public static var handler: Self { .init("nct_handler") }
}
