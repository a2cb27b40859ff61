/// How long a record is kept, by what it is about (compliance profile nct-2025-04, 2.9).
public enum RetentionClass: String, CaseIterable, Sendable {
    /// Who went where: logins, sessions, decisions, accesses, and everything that no other class names.
    case access
    /// Who gave, changed or took which rights, at whose wish.
    case rights
    /// What partners did, and their grants: counted from the end of the grant.
    case partners
    /// Which policy was in force, and how it came to be.
    case policy
}

extension RecordType {
    /// By the type alone: what a partner did counts as `partners`, whatever its type.
    public var retentionClass: RetentionClass {
        switch self {
        case .lock, .unlock, .disable, .enable, .accountChange, .accountRequest, .roleChange, .certificateChange,
            .factorChange, .keyEvent, .reviewTask, .reviewSigned, .rightKept,
            .reportChange:
            .rights
        case .grantChange: .partners
        case .policyChange, .policyDraft, .policyTamper, .config, .reload: .policy
        case .start, .stop, .clockOffset, .tlsRefused, .loginOK, .loginFailed, .factorOK, .factorFailed,
            .sessionStart, .sessionStepUp, .sessionEnd, .sessionMisuse, .handoff, .terminalCode, .decision, .access,
            .warningSent, .warningsTested, .peopleRead, .administrationRefused, .segmentStart, .logGap, .logVerified,
            .logRead, .logDeleted, .logHold, .forwarding, .peopleWatched, .logUnmasked, .logExport,
            .anomaly, .measure, .monitor:
            .access
        }
    }
}
