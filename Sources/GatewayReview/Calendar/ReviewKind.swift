public import GatewayIdentity
internal import GatewayPolicy

/// What is looked at again and again, and signed off (compliance profile nct-2025-04, 2.9).
public enum ReviewKind: String, CaseIterable, Sendable {
    /// The access records of a month, downloads and their reasons among them (ISMS-P 2.9.5).
    case accessRecords = "access_records"
    /// Who may do what, and what of it anybody used (ISMS-P 2.5.6).
    case rights
    /// The same of partners.
    case partnerRights = "partner_rights"
    /// Every grant of a partner, every change of one, every use (guide, NCT3-L-U1).
    case partnerReport = "partner_report"
    /// What a supplier's support did under one approval, for whoever approved it (guide, NCT2-1-P2). Not of the calendar.
    case logBundle = "log_bundle"

    /// The most seldom that it may be done; `nil`: it does not come by the calendar.
    public var slowest: ReviewInterval? {
        switch self {
        case .accessRecords, .partnerRights, .partnerReport: .month
        case .rights: .quarter
        case .logBundle: nil
        }
    }

    /// Who may sign it off: whoever administers people does not also attest the records of it. Who reads the records is not who runs them.
    public var signers: Set<RoleName> {
        switch self {
        case .accessRecords: [OfficialRole.auditor]
        case .rights, .partnerRights, .partnerReport, .logBundle:
            [OfficialRole.auditor, OfficialRole.securityAdministrator]
        }
    }

    /// Those of the calendar.
    public static let regular = allCases.filter { $0.slowest != nil }
}
