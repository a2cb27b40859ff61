public import GatewayIdentity
internal import GatewayStore

extension Administration {
    /// Sets where the owner of an account is warned. The officer is told, and the owner at the address that was theirs
    /// until now: whoever redirects the warnings is seen. Without an address before, the owner is not told: that would
    /// be at the new one.
    ///
    /// - Parameter mail: `nil` forgets it.
    public func setContact(_ mail: MailAddress?, of name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        let details = ["mail": mail?.masked ?? "none"]
        let before = try await carryOut(.contactChanged, mandate, on: name, details: details) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { _ in
            let before = try await core.ports.store.contact(of: name)
            try await core.ports.store.setContact(mail, of: name)
            return before
        }
        guard before != mail else { return }
        core.warn(
            .contactChanged, .medium, about: name, from: nil, requestID: mandate.requestID, at: core.now(),
            owner: before != nil, ownerAt: before)
    }

    /// Sends a warning that says that it is a test, to the officer, and to a person where one is named: also to whoever
    /// orders it, who gains nothing by it.
    ///
    /// - Returns: the warnings, for whoever hands them to the channels.
    public func testWarnings(to name: AccountName?, _ mandate: Mandate) async throws(AdministrationProblem)
        -> [SecurityWarning]
    {
        let audiences: [SecurityWarning.Audience] = [.securityOfficer] + (name.map { [.owner($0)] } ?? [])
        return try await carryOut(
            .warningsTested, mandate, on: name, over: name == nil ? .node : .people, mayBeOwn: true
        ) {
            () throws(AdministrationProblem) in
            if let name { _ = try require(name) }
        } _: { now in
            audiences.map { audience in
                SecurityWarning(
                    number: mandate.requestID, at: now, audience: audience,
                    language: audience.recipient.flatMap { core.directory.value.accounts[$0]?.language }
                        ?? core.settings.officerLanguage,
                    severity: .medium, event: .test, account: name.map(Masking.account), source: nil, device: nil,
                    service: core.settings.serviceName, failures: nil, lock: .open, occurrences: 1,
                    contact: core.settings.contact)
            }
        }
    }
}
