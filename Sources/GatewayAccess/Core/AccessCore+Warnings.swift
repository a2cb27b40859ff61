internal import GatewayIdentity
internal import GatewayStore

extension AccessCore {
    /// Tells the security officer, and the owner of the account where `owner` says so; of a partner also those in the
    /// house who answer for them, and of a service whoever owns it in its place. Masked here, so that no adapter sees
    /// more than it may pass on.
    ///
    /// - Parameters:
    ///   - device: the `User-Agent` as sent; of it, browser and system are told in our words.
    ///   - address: where the owner alone is told, in place of their contact.
    func warn(
        _ event: SecurityWarning.Event, _ severity: SecurityWarning.Severity, about account: AccountName?,
        from source: NetworkAddress?,
        device: String? = nil, failures: Int? = nil, lock: SecurityWarning.LockState = .open, requestID: RequestID,
        at now: UnixTime, owner: Bool, others: [AccountName] = [], occurrences: Int = 1,
        deadline: UnixTime? = nil, ownerAt address: MailAddress? = nil
    ) {
        let subject = WarningDesk.Subject(account: account, source: source)
        func tell(_ audience: SecurityWarning.Audience, at address: MailAddress? = nil) {
            let warning = SecurityWarning(
                number: requestID, at: now, audience: audience, language: language(of: audience), severity: severity,
                event: event, account: account.map(Masking.account), source: source.map(\.masked),
                device: device.flatMap { DeviceName(userAgent: $0).text }, service: settings.serviceName,
                failures: failures, lock: lock, occurrences: occurrences, contact: settings.contact, deadline: deadline,
                address: address)
            warnings.send(warning, about: subject)
        }
        tell(.securityOfficer)
        for other in others where other != account { tell(.owner(other)) }
        guard let account else { return }
        if owner { tell(.owner(directory.value.terms[account]?.owner ?? account), at: address) }
        if event.concernsSponsors { for sponsor in sponsors(of: account) { tell(.sponsor(sponsor)) } }
    }

    private func language(of audience: SecurityWarning.Audience) -> Language {
        audience.recipient.flatMap { directory.value.accounts[$0]?.language } ?? settings.officerLanguage
    }

    /// Those who answer for a partner's permissions that have not been ended.
    func sponsors(of account: AccountName) -> [AccountName] {
        let grants = directory.value.grants[account] ?? []
        return Set(grants.filter { $0.progress == .given && $0.ending == nil }.map(\.sponsor)).sorted {
            $0.text < $1.text
        }
    }
}

extension SecurityWarning.Event {
    /// What sponsors are told of the partners they answer for (2.10, "partner": denials, expiry).
    fileprivate var concernsSponsors: Bool {
        switch self {
        case .partnerRefused, .locked, .disabled, .disowned, .certificateBound, .grantEnding, .anomaly,
            .measureTaken, .measureLifted, .anomalyDrill:
            true
        case .failedSignIn, .repeatedFailures, .rightCodeWhileLocked, .codeReplayed, .keyCopied, .factorAdded,
            .certificateRefused, .sessionCertificateMismatch, .newPlace, .privilegedSignIn, .offHoursSignIn,
            .sessionDisplaced, .secondSessionRefused, .recoveryCodeUsed, .factorReset, .contactChanged,
            .unlockOrdered, .dormantAccountUsed, .closedAccountTried, .sourceBlocked, .breakGlassOpened,
            .breakGlassUsed, .reviewOverdue, .reviewTasksOverdue, .reportsOverdue, .bundleReady, .authenticatorLost,
            .authenticatorRemoved, .factorResetAsked,
            .factorResetCancelled, .certificateEnding, .serviceEnding, .serviceElsewhere, .policyTampered,
            .policyEmergency, .policyRestored, .policyStuck, .policyOvertaken, .trailBroken, .trailStopped,
            .forwardingStalled,
            .forwardingRefused, .forwardingGap, .clockOff, .clockUnsafe, .monitorStopped, .monitorRestored, .test:
            false
        }
    }
}
