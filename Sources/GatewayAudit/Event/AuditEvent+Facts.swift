public import GatewayIdentity

/// What follows from the case alone.
extension AuditEvent {
    public var type: RecordType {
        switch self {
        case .start: .start
        case .stop: .stop
        case .config: .config
        case .reload: .reload
        case .clockOffset: .clockOffset
        case .tlsRefused: .tlsRefused
        case .loginOK: .loginOK
        case .loginFailed: .loginFailed
        case .factorOK: .factorOK
        case .factorFailed: .factorFailed
        case .lock: .lock
        case .unlock: .unlock
        case .disable: .disable
        case .enable: .enable
        case .sessionStart: .sessionStart
        case .sessionStepUp: .sessionStepUp
        case .sessionEnd: .sessionEnd
        case .sessionMisuse: .sessionMisuse
        case .handoff: .handoff
        case .terminalCode: .terminalCode
        case .decision: .decision
        case .access: .access
        case .warningSent: .warningSent
        case .warningsTested: .warningsTested
        case .forwarding: .forwarding
        case .anomaly: .anomaly
        case .measure: .measure
        case .monitor: .monitor
        case .accountChange, .serviceTerms: .accountChange
        case .accountRequest: .accountRequest
        case .roleChange: .roleChange
        case .certificateChange: .certificateChange
        case .factorChange: .factorChange
        case .grantChange: .grantChange
        case .policyChange: .policyChange
        case .policyDraft: .policyDraft
        case .policyTamper: .policyTamper
        case .keyEvent: .keyEvent
        case .peopleRead: .peopleRead
        case .peopleWatched: .peopleWatched
        case .administrationRefused: .administrationRefused
        case .reviewTask: .reviewTask
        case .reviewSigned: .reviewSigned
        case .rightKept: .rightKept
        case .reportChange: .reportChange
        case .segmentStart: .segmentStart
        case .logGap: .logGap
        case .logVerified: .logVerified
        case .logRead: .logRead
        case .logDeleted: .logDeleted
        case .logHold: .logHold
        case .logUnmasked: .logUnmasked
        case .logExport: .logExport
        }
    }

    public var outcome: Outcome {
        switch self {
        case .tlsRefused, .sessionMisuse, .administrationRefused, .policyTamper: .denied
        case .handoff(let step), .terminalCode(let step): step == .refused ? .denied : .success
        case .loginFailed, .factorFailed, .logGap: .failure
        case .decision(let verdict, _): verdict.answer == .permit ? .success : .denied
        case .access(_, _, let exchange): exchange.failure == nil ? .success : .failure
        case .reload(_, let adoption), .policyChange(_, _, let adoption, _): adoption == .adopted ? .success : .failure
        case .clockOffset(_, let isSafe): isSafe ? .success : .failure
        case .logVerified(_, _, let found): found == nil ? .success : .failure
        case .warningSent(_, _, _, let delivery): delivery == .delivered ? .success : .failure
        case .forwarding(_, let step, _): step == .caughtUp ? .success : .failure
        case .stop(let cause): cause == .failure ? .failure : .success
        case .monitor(let isWatching): isWatching ? .success : .failure
        case .anomaly, .measure: .success
        case .keyEvent(_, let use): use == .unavailable ? .failure : .success
        case .start, .config, .loginOK, .factorOK, .lock, .unlock, .disable, .enable, .sessionStart, .sessionStepUp,
            .sessionEnd, .accountChange, .accountRequest,
            .serviceTerms, .roleChange, .certificateChange, .factorChange, .grantChange, .policyDraft, .peopleRead,
            .peopleWatched,
            .warningsTested, .segmentStart, .reviewSigned, .rightKept,
            .logRead, .logDeleted, .logHold, .logUnmasked, .logExport:
            .success
        case .reviewTask(_, let step): step == .overdue ? .failure : .success
        case .reportChange(let change, _): change == .overdue ? .failure : .success
        }
    }

    public var severity: Severity {
        switch self {
        case .handoff(let step), .terminalCode(let step): step == .refused ? .warning : .info
        case .sessionMisuse, .policyTamper: .error
        case .access, .sessionStart, .sessionEnd, .sessionStepUp, .factorOK, .loginOK, .segmentStart: .info
        case .decision(let verdict, _):
            switch verdict.answer {
            case .permit, .stepUp: .info
            case .deny: .notice
            }
        case .start, .stop, .config, .unlock, .enable, .accountRequest, .serviceTerms, .roleChange, .certificateChange,
            .factorChange,
            .grantChange, .policyDraft, .peopleRead, .peopleWatched, .warningsTested, .logRead, .logDeleted, .logHold,
            .logUnmasked, .logExport:
            .notice
        case .tlsRefused, .loginFailed, .factorFailed, .administrationRefused: .warning
        case .reviewSigned, .rightKept: .notice
        case .reviewTask(_, let step): step == .overdue ? .warning : .notice
        case .reportChange(let change, let facts): change == .overdue || facts.hasFailed == true ? .warning : .notice
        case .lock, .disable: .error
        case .anomaly(let facts): facts.severity
        case .measure(let facts): facts.severity
        case .monitor(let isWatching): isWatching ? .notice : .critical
        case .keyEvent(_, let use):
            switch use {
            case .created, .used, .rotated, .restored: .notice
            case .destroyed, .overdue: .warning
            case .unavailable: .error
            }
        case .accountChange(_, let change, _):
            switch change {
            case .opened: .critical
            case .overdue: .warning
            case .added, .changed, .removed, .reset, .used, .codeIssued, .suspended, .resumed, .terms, .reviewed,
                .checked,
                .renamed, .lost, .locked, .assigned, .resynchronised, .resetAsked, .resetApproved, .resetCancelled:
                .notice
            }
        case .reload(_, let adoption), .policyChange(_, _, let adoption, _): adoption == .adopted ? .notice : .error
        case .warningSent(_, _, _, let delivery): delivery == .delivered ? .info : .error
        case .clockOffset(_, let isSafe): isSafe ? .notice : .critical
        case .forwarding(_, let step, _):
            switch step {
            case .caughtUp: .notice
            case .stalled, .restarted: .error
            case .peerRefused, .gap, .rejected: .critical
            }
        case .logVerified(_, _, let found): found == nil ? .notice : .critical
        case .logGap(let gap):
            switch gap {
            case .tornLine: .warning
            case .refused: .error
            case .continuedAfterBreak: .critical
            }
        }
    }

    public var reason: Reason? {
        switch self {
        case .tlsRefused(let reason, _, _, _): reason
        case .loginFailed(let reason, _), .factorFailed(_, let reason, _, _),
            .lock(_, let reason, _),
            .disable(_, let reason, _), .administrationRefused(let reason, _):
            reason
        case .sessionMisuse: .sessionCertificateMismatch
        case .monitor(let isWatching): isWatching ? nil : .monitorUnavailable
        case .anomaly, .measure: nil
        case .decision(let verdict, _): verdict.reason
        case .access(_, _, let exchange): exchange.failure
        case .clockOffset(_, let isSafe): isSafe ? nil : .clockUnsafe
        case .start, .stop, .config, .reload, .forwarding, .loginOK, .factorOK, .unlock, .enable, .sessionStart,
            .sessionStepUp, .sessionEnd,
            .warningSent, .warningsTested, .accountChange, .accountRequest, .serviceTerms, .roleChange,
            .certificateChange,
            .factorChange, .grantChange,
            .policyChange, .policyDraft, .policyTamper, .keyEvent, .reviewTask, .reviewSigned, .rightKept,
            .reportChange,
            .segmentStart, .handoff, .terminalCode, .peopleRead,
            .peopleWatched,
            .logGap, .logVerified, .logRead, .logDeleted, .logHold, .logUnmasked, .logExport:
            nil
        }
    }
}
