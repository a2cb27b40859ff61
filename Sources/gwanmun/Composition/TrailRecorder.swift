import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewayReview
import GatewaySessions
import GatewayWebAuthn

/// Writes what happens to people and sessions into the audit trail, in the trail's own vocabulary.
struct TrailRecorder: SecurityRecorder {
    let journal: any AuditJournal
    let countries: CountryBook
    /// What the policy in force calls the place of an address.
    var zone: @Sendable (NetworkAddress) -> String? = { _ in nil }
    /// What is to be added to the clock now, in milliseconds, where it is known.
    var clockOffset: @Sendable () -> Int? = { nil }

    /// One after the other, each on the disk before the next: what cannot be recorded stops what it was to vouch for. So does what would leave no record.
    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {
        var told: [AuditEntry] = []
        for event in events {
            let entries = entries(for: event)
            guard !entries.isEmpty || event.kind.isToldByOthers else {
                throw RecordingFailure("there is no record of \(event.kind.rawValue) for what is known of it")
            }
            told += entries
        }
        for entry in told {
            do throws(AuditFailure) {
                try await journal.record(entry)
            } catch {
                throw RecordingFailure(error.description)
            }
        }
    }

    /// Mostly one. An account comes with its rights: they have a record of their own, as all rights that are given.
    private func entries(for event: SecurityEvent) -> [AuditEntry] {
        (acceptedFactors(event) + [auditEvent(event), rightsBroughtAlong(event)]).compactMap(\.self).map { recorded in
            AuditEntry(
                recorded, at: event.at, request: event.requestID, by: subject(of: event),
                from: event.source.map { AuditOrigin(address: $0, zone: zone($0), country: countries.country(of: $0)) },
                because: event.statedReason.map { RecordedText($0) },
                clockOffset: recorded.type.isLogin ? clockOffset() : nil)
        }
    }

    /// Who did it: at the control socket the kernel's word, else the account. Nobody, where the node did it to somebody by itself.
    private func subject(of event: SecurityEvent) -> AuditSubject? {
        // Whoever ended it: the session is the one that ended.
        let ended = event.kind == .sessionEnded ? event.session : nil
        return switch event.actor {
        case .controlSocket(let uid):
            AuditSubject(localUser: uid, sessionHash: ended)
        case .administrator(let name), .provisioner(let name):
            AuditSubject(account: name, sessionHash: ended)
        case .gateway where event.kind.isDoneToSomebody: nil
        case .owner, .gateway:
            AuditSubject(
                account: event.account, roles: event.roles.isEmpty ? nil : event.roles, certificate: event.certificate,
                factors: event.factors.isEmpty ? nil : event.factors, sessionHash: event.session)
        }
    }

    private func auditEvent(_ event: SecurityEvent) -> AuditEvent? {
        let reason = event.reason ?? .factorFailed
        let failures = event.details["failures"].flatMap(Int.init)
        let factor = event.details["factor"].flatMap(FactorKind.init(rawValue:))
        let cause = event.details["cause"].flatMap(WebAuthnRefusal.init).map { RecordedWord($0) }
        let authenticator = event.details["authenticator"].map { AuthenticatorID($0) }
        let until = event.details["until"].flatMap(RFC3339.parse)
        switch event.kind {
        case .signIn: return .loginOK
        case .signInRefused:
            if let factor { return .factorFailed(factor, reason, failures: failures, cause: cause) }
            return .loginFailed(reason, failures: failures)
        case .factorLocked: return event.account.map { .lock(AuditTarget(.account, $0.text), reason, until: nil) }
        case .authenticatorLocked: return authenticator.map { .lock(AuditTarget(.factor, $0.text), reason, until: nil) }
        case .sessionStarted:
            if event.details["opening"] == "step_up", let proof = event.factors.last {
                return .sessionStepUp(proof.kind)
            }
            return .sessionStart(until: until ?? event.at)
        case .sessionEnded: return event.endCause.map { .sessionEnd(RecordedWord($0), of: event.account) }
        case .sessionMisused: return .sessionMisuse
        case .handoffIssued: return .handoff(.issued)
        case .handoffRedeemed: return .handoff(.redeemed)
        case .handoffRefused: return .handoff(.refused)
        case .terminalCodeIssued: return .terminalCode(.issued)
        case .terminalCodeRedeemed: return .terminalCode(.redeemed)
        case .terminalCodeRefused: return .terminalCode(.refused)
        case .enrolmentRefused: return .factorFailed(factor ?? .totp, reason, failures: nil, cause: cause)
        case .enrolmentBegun: return event.account.map { .factorChange($0, factor ?? .totp, .codeIssued, nil) }
        case .enrolmentConfirmed: return factorChange(event, .added)
        case .recoveryCodesRenewed: return event.account.map { .factorChange($0, .recoveryCode, .changed, nil) }
        case .factorReset: return factorChange(event, .reset)
        case .passwordChanged: return event.account.map { .factorChange($0, .password, .changed, nil) }
        case .languageChosen: return accountChange(event, .changed)
        case .factorResetAsked: return factorChange(event, .resetAsked)
        case .factorResetApproved: return factorChange(event, .resetApproved)
        case .factorResetCancelled: return factorChange(event, .resetCancelled)
        case .authenticatorRenamed: return factorChange(event, .renamed)
        case .authenticatorLost: return factorChange(event, .lost)
        case .authenticatorRemoved: return factorChange(event, .removed)
        case .authenticatorExhausted: return factorChange(event, .locked)
        case .tokenAssigned: return factorChange(event, .assigned)
        case .tokenResynchronised: return factorChange(event, .resynchronised)
        case .tokenRevoked: return factorChange(event, .removed) ?? .keyEvent(seeds(event), .destroyed)
        case .tokensImported: return .keyEvent(seeds(event), .created)
        case .accountAdded: return accountChange(event, .added)
        case .accountRequested: return request(event, .requested)
        case .requestApproved: return request(event, .approved)
        case .requestRejected: return request(event, .rejected)
        case .requestExpired: return request(event, .expired)
        // See `isToldByOthers`.
        case .peopleProvisioned, .partnerOffBoarding: return nil
        case .accountChanged: return accountChange(event, .changed)
        case .accountSuspended: return accountChange(event, .suspended)
        case .accountResumed: return accountChange(event, .resumed)
        case .accountRemoved: return accountChange(event, .removed)
        case .accountReviewed: return accountChange(event, .reviewed)
        case .reviewOverdue: return accountChange(event, .overdue)
        case .specialAccountChecked: return accountChange(event, .checked)
        case .breakGlassOpened: return accountChange(event, .opened)
        case .accountDisabled:
            return event.account.map { .disable($0, event.reason ?? .accountDisabled, grounds(of: event)) }
        case .accountEnabled: return event.account.map { .enable($0) }
        case .accountDisowned:
            return event.account.map { .lock(AuditTarget(.account, $0.text), reason, until: nil) }
        case .contactChanged: return accountChange(event, .changed)
        case .unlockOrdered: return accountChange(event, .codeIssued)
        case .warningsTested: return .warningsTested
        case .accountUnlocked: return event.account.map { .unlock(AuditTarget(.account, $0.text)) }
        case .rolesChanged:
            return event.account.map {
                .roleChange(
                    $0, before: roles(event, "before"), after: roles(event, "after"), groundsOfRights(event))
            }
        case .serviceTermsChanged:
            guard let account = event.account, let until, let owner = event.details["owner"] else { return nil }
            let networks = (event.details["networks"] ?? "").split(separator: " ").map { RecordedText(String($0)) }
            return .serviceTerms(account, owner: AccountName(stored: owner), networks: networks, until: until)
        case .certificateBound: return certificateChange(event, .added)
        case .certificateUnbound: return certificateChange(event, .removed)
        case .lockAdded: return target(event).map { .lock($0, event.reason ?? .accountLocked, until: until) }
        case .lockLifted: return target(event).map { .unlock($0) }
        case .grantAdded:
            return event.account.map {
                .grantChange(
                    AuditTarget(.grant, event.details["reference"] ?? ""), $0, .added, until: until,
                    id: event.details["grant"].map { RecordedText($0) })
            }
        case .grantEnded:
            return event.account.map {
                .grantChange(AuditTarget(.grant, event.details["grant"] ?? ""), $0, .removed, until: nil)
            }
        case .grantPaused: return grantChange(event, .suspended)
        case .grantResumed: return grantChange(event, .resumed)
        case .grantDeletionConfirmed: return grantChange(event, .checked)
        case .partnerOffBoarded: return accountChange(event, .removed)
        case .approvalAsked: return request(event, .requested)
        case .approvalVoted, .approvalGiven: return request(event, .approved)
        case .approvalRejected: return request(event, .rejected)
        case .approvalWithdrawn: return request(event, .withdrawn)
        case .keyMade: return .keyEvent(key(event), .created)
        case .keyRotated: return .keyEvent(key(event), .rotated)
        case .keyDestroyed: return .keyEvent(key(event), .destroyed)
        case .keyOverdue: return .keyEvent(key(event), .overdue)
        case .keyUnavailable: return .keyEvent(key(event), .unavailable)
        case .keyRestored: return .keyEvent(key(event), .restored)
        case .policyDraft: return policyDraft(event)
        case .policyChanged:
            // What failed after it was recorded is told by the record of the failure.
            return .policyChange(
                before: digest(event, "before"), after: digest(event, "after"), .adopted, policyGrounds(event))
        case .policyTampered:
            return digest(event, "serving").map { .policyTamper(found: digest(event, "found"), serving: $0) }
        case .trailVerified: return trailVerified(event)
        case .reviewTaskOpened: return .reviewTask(review(event), .opened)
        case .reviewTaskOverdue: return .reviewTask(review(event), .overdue)
        case .reviewSigned:
            return .reviewSigned(
                review(event), sheet: digest(event, "sheet"), findings: event.details["findings"].flatMap(Int.init) ?? 0
            )
        case .rightKept: return .rightKept(RecordedText(event.details["right"] ?? ""), .added, until: until)
        case .rightNotKept: return .rightKept(RecordedText(event.details["right"] ?? ""), .removed, until: nil)
        case .reportFiled: return .reportChange(.filed, report(event))
        case .reportRemoved: return .reportChange(.removed, report(event))
        case .reportOverdue: return .reportChange(.overdue, report(event))
        case .anomalyFound: return event.account.map { .anomaly(anomaly(event, of: $0)) }
        case .drillOrdered: return event.account.map { .measure(measure(event, of: $0, .ordered)) }
        case .measureTaken: return event.account.map { .measure(measure(event, of: $0, .taken)) }
        case .measureLifted: return event.account.map { .measure(measure(event, of: $0, .lifted)) }
        case .monitorStopped: return .monitor(isWatching: false)
        case .monitorRestored: return .monitor(isWatching: true)
        case .peopleRead: return .peopleRead
        case .recordsHeld: return hold(event, .added)
        case .recordsReleased: return hold(event, .removed)
        case .peopleWatched:
            return .peopleWatched(for: event.details["milliseconds"].flatMap { Int64($0) }.map { .milliseconds($0) })
        case .recordsRead: return .logRead(filter: event.details["filter"].flatMap { SHA256Digest(hex: $0) })
        case .recordUnmasked: return .logUnmasked(AuditTarget(.record, event.details["event"] ?? ""))
        case .recordsExported: return export(event)
        case .reloaded: return .reload(.settings, event.outcome == .success ? .adopted : .refused)
        case .administrationRefused: return .administrationRefused(event.reason ?? .actionDenied, undoing(event))
        }
    }

    private func hold(_ event: SecurityEvent, _ change: HoldChange) -> AuditEvent {
        .logHold(
            RecordedText(event.details["hold"] ?? ""), change, from: event.details["from"].flatMap(RFC3339.parse),
            to: event.details["until"].flatMap(RFC3339.parse))
    }

    private func trailVerified(_ event: SecurityEvent) -> AuditEvent {
        let (first, last) = (event.details["first"].flatMap(UInt64.init), event.details["last"].flatMap(UInt64.init))
        let flaw = event.details["witness"].map { TrailFlaw(shownBy: $0, at: event.details["place"] ?? "") }
        return .logVerified(first: first ?? 0, last: last ?? 0, found: flaw)
    }

    private func review(_ event: SecurityEvent) -> ReviewedTask {
        ReviewedTask(id: event.details["review"] ?? "", period: event.details["period"] ?? "")
    }

    private func report(_ event: SecurityEvent) -> ReportFacts {
        ReportFacts(
            id: event.details["report"] ?? "",
            kind: RecordedWord(event.details["kind"].flatMap(ReportKind.init) ?? .provider),
            about: event.details["about"] ?? "", sha256: digest(event, "sha256"),
            madeAt: event.details["made_at"].flatMap(RFC3339.parse),
            due: event.details["until"].flatMap(RFC3339.parse),
            hasFailed: event.details["result"].flatMap(ReportResult.init).map { $0 == .failed })
    }

    private func export(_ event: SecurityEvent) -> AuditEvent {
        .logExport(
            filter: digest(event, "filter"), format: RecordedText(event.details["format"] ?? ""),
            first: event.details["first"].flatMap(UInt64.init) ?? 0,
            last: event.details["last"].flatMap(UInt64.init) ?? 0,
            records: event.details["records"].flatMap(Int.init) ?? 0)
    }

    private func policyDraft(_ event: SecurityEvent) -> AuditEvent? {
        event.details["step"].flatMap(PolicyDraftStep.init).map { step in
            .policyDraft(
                step,
                PolicyDraftFacts(
                    draft: event.details["draft"] ?? "", bundle: digest(event, "bundle"), seal: digest(event, "seal"),
                    author: event.details["author"], approver: event.details["approver"],
                    due: event.details["due"].flatMap(RFC3339.parse), trial: digest(event, "trial")))
        }
    }

    private func policyGrounds(_ event: SecurityEvent) -> PolicyGrounds {
        PolicyGrounds(
            version: event.details["version"], cause: event.details["cause"].flatMap(PolicyCause.init),
            draft: event.details["draft"], author: event.details["author"],
            writers: (event.details["writers"] ?? "").split(separator: " ").map(String.init),
            approver: event.details["approver"], until: event.details["until"].flatMap(RFC3339.parse))
    }

    private func digest(_ event: SecurityEvent, _ name: String) -> SHA256Digest? {
        event.details[name].flatMap { SHA256Digest(hex: $0) }
    }

    private func grantChange(_ event: SecurityEvent, _ change: ChangeKind) -> AuditEvent? {
        event.account.map { .grantChange(AuditTarget(.grant, event.details["grant"] ?? ""), $0, change, until: nil) }
    }

    /// The approver of an approval is whoever the record is of.
    private func request(_ event: SecurityEvent, _ step: RequestStep) -> AuditEvent? {
        let wanted = roles(event, "roles") + roles(event, "after")
        let parties = RequestParties(
            request: event.details["request"] ?? "", wish: event.details["wish"] ?? "",
            applicant: event.details["applicant"] ?? event.actor.recordedName,
            approver: step == .approved ? event.actor.recordedName : nil, roles: wanted)
        return event.account.map { .accountRequest($0, step, parties) }
    }

    private func accountChange(_ event: SecurityEvent, _ change: ChangeKind) -> AuditEvent? {
        event.account.map { .accountChange($0, change, grounds(of: event)) }
    }

    /// Each factor that a login or a step-up was opened with, beside the record of the opening.
    private func acceptedFactors(_ event: SecurityEvent) -> [AuditEvent?] {
        switch event.kind {
        case .signIn:
            // A step-up shows one; the others have their records from before.
            (event.details["opening"] == "step_up" ? event.factors.suffix(1) : event.factors[...])
                .filter { $0.kind != .certificate }.map { .factorOK($0.kind, $0.authenticator) }
        default: []
        }
    }

    private func rightsBroughtAlong(_ event: SecurityEvent) -> AuditEvent? {
        guard event.kind == .accountAdded, let account = event.account else { return nil }
        return .roleChange(account, before: [], after: roles(event, "roles"), groundsOfRights(event))
    }

    /// Who gives rights without a request has asked for them, too.
    private func groundsOfRights(_ event: SecurityEvent) -> ChangeGrounds {
        grounds(of: event, applicant: event.actor.recordedName)
    }

    /// - Parameter applicant: who asked, where the event names nobody.
    private func grounds(of event: SecurityEvent, applicant: String? = nil) -> ChangeGrounds {
        let cause = event.details["cause"] ?? event.details["approval"]
        return ChangeGrounds(
            request: event.details["request"] ?? event.details["reset"], cause: cause.flatMap(ChangeCause.init),
            applicant: event.details["applicant"] ?? event.details["asked_by"] ?? applicant,
            approver: event.details["approver"] ?? event.details["approved_by"])
    }

    /// An authenticator by its identifier, or a hardware token by its serial number.
    private func factorChange(_ event: SecurityEvent, _ change: ChangeKind) -> AuditEvent? {
        let id = event.details["authenticator"] ?? event.details["serial"].map { "serial:" + $0 }
        let factor = event.details["factor"].flatMap(FactorKind.init(rawValue:)) ?? .totp
        let replaced = event.details["replaces"].map { AuthenticatorID($0) }
        return event.account.map {
            .factorChange(
                $0, factor, change, id.map { AuthenticatorID($0) }, replacing: replaced, grounds: grounds(of: event))
        }
    }

    /// Of tokens in stock, by their serial numbers.
    private func seeds(_ event: SecurityEvent) -> AuditTarget {
        if let serial = event.details["serial"] { return AuditTarget(.factor, "serial:" + serial) }
        let (count, first, last) = (event.details["tokens"], event.details["first"], event.details["last"])
        return AuditTarget(.factor, "\(count ?? "0") tokens, serial:\(first ?? "") to serial:\(last ?? "")")
    }

    private func roles(_ event: SecurityEvent, _ key: String) -> [RoleName] {
        (event.details[key] ?? "").split(separator: " ").map { RoleName(String($0)) }
    }

    private func certificateChange(_ event: SecurityEvent, _ change: ChangeKind) -> AuditEvent? {
        guard let account = event.account else { return nil }
        let digest = event.details["fingerprint"].flatMap { SHA256Digest(hex: $0) } ?? event.certificate?.fingerprint
        let device = event.details["device"].flatMap(DeviceID.init)
        let binding = event.details["binding"].map { BoundCertificate.binding(RecordedText($0)) }
        return (digest.map(BoundCertificate.certificate) ?? binding).map {
            .certificateChange(account, change, $0, device: device, grounds: grounds(of: event))
        }
    }

    private func key(_ event: SecurityEvent) -> AuditTarget { AuditTarget(.key, event.details["key"] ?? "") }

    /// `kind:name`, as locks spell their target.
    private func target(_ event: SecurityEvent) -> AuditTarget? {
        guard let text = event.details["target"] else { return event.account.map { AuditTarget(.account, $0.text) } }
        guard let colon = text.firstIndex(of: ":"), let kind = AuditTarget.Kind(rawValue: String(text[..<colon])) else {
            return nil
        }
        return AuditTarget(kind, String(text[text.index(after: colon)...]))
    }
}

extension Actor {
    /// As a record names an applicant or approver: an account, or `uid:0`.
    fileprivate var recordedName: String {
        switch self {
        case .administrator(let account), .provisioner(let account), .owner(let account): account.text
        case .controlSocket, .gateway: description
        }
    }
}

extension SecurityEvent.Kind {
    /// Each person whom it is about has a record of their own.
    var isToldByOthers: Bool { self == .peopleProvisioned || self == .partnerOffBoarding }

    /// Whom it is about has no part in it: time or a measure did it, where no administrator did.
    fileprivate var isDoneToSomebody: Bool {
        switch self {
        case .grantEnded, .grantPaused, .grantResumed, .certificateUnbound, .accountDisabled, .accountChanged,
            .reviewOverdue, .requestExpired, .lockAdded, .lockLifted:
            true
        default: false
        }
    }
}

extension RecordType {
    /// Times of logins are held against those of other systems: they say how far the clock was off.
    fileprivate var isLogin: Bool { self == .loginOK || self == .loginFailed || self == .factorFailed }
}
