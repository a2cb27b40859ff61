internal import GatewayIdentity

extension AccessCore {
    /// Tells the security officer, and the owner of the account where `owner` says so. Masked here, so that no
    /// adapter sees more than it may pass on.
    func warn(
        _ event: SecurityWarning.Event, _ severity: SecurityWarning.Severity, about account: AccountName?,
        from source: NetworkAddress?,
        device: String? = nil, failures: Int? = nil, lock: SecurityWarning.LockState = .open, requestID: RequestID,
        at now: UnixTime, owner: Bool, others: [AccountName] = [], occurrences: Int = 1
    ) {
        func warning(to audience: SecurityWarning.Audience) -> SecurityWarning {
            SecurityWarning(
                number: requestID, at: now, audience: audience, severity: severity, event: event,
                account: account.map(Masking.account),
                source: source.map(Masking.address), device: device, service: settings.serviceName, failures: failures,
                lock: lock, occurrences: occurrences,
                contact: settings.contact)
        }
        warnings.send(warning(to: .securityOfficer))
        if owner, let account { warnings.send(warning(to: .owner(account))) }
        for other in others where other != account { warnings.send(warning(to: .owner(other))) }
    }
}
