internal import GatewayIdentity
internal import GatewayStore

/// Tells people that a certificate, a grant or a service of theirs ends: 30, 7 and 1 days before, once each, whatever
/// restarts come in between and whichever node is quicker. Of a grant its sponsor is told too.
struct EndingReminders {
    let core: AccessCore
    let now: UnixTime
    let requestID: RequestID

    /// Before the end, in days, the nearest first.
    private static let days = [1, 7, 30]
    /// At a time; the rest follows an hour later.
    private static let limit = 10_000

    func send() async throws(AccessFailure) {
        do throws(StoreError) {
            try await ofCertificates()
            try await ofGrants()
            try await ofServices()
        } catch {
            throw AccessFailure(error)
        }
    }

    private func ofCertificates() async throws(StoreError) {
        let ending = try await core.ports.store.knownCertificates(
            endingAfter: now, notAfter: now + .seconds(30 * 86400), limit: Self.limit)
        for certificate in ending where !core.bound([certificate], to: certificate.account).isEmpty {
            let known = try await core.ports.store.knownCertificates(of: certificate.account)
            // Renewed over the same key: there is nothing left to do.
            guard
                !known.contains(where: { $0.publicKey == certificate.publicKey && $0.notAfter > certificate.notAfter })
            else { continue }
            let subject = "certificate \(certificate.account) \(certificate.serial) \(certificate.issuer)"
            guard try await claim(subject, ending: certificate.notAfter) else { continue }
            tell(.certificateEnding, about: certificate.account, ending: certificate.notAfter)
        }
    }

    private func ofGrants() async throws(StoreError) {
        for grant in core.grantsAhead(at: now) where try await claim("grant \(grant.id)", ending: grant.to) {
            tell(.grantEnding, about: grant.account, ending: grant.to)
        }
    }

    /// To whoever owns the service. Renewed terms end at another time, and are told of anew.
    private func ofServices() async throws(StoreError) {
        let directory = core.directory.value
        for (service, terms) in directory.terms
        where directory.accounts[service]?.state == .active && terms.runs(at: now) {
            let subject = "service \(service) \(terms.until.milliseconds)"
            guard try await claim(subject, ending: terms.until) else { continue }
            tell(.serviceEnding, about: service, ending: terms.until)
        }
    }

    /// The nearest of the three that has come; those before it are past and not made up for.
    private func claim(_ subject: String, ending: UnixTime) async throws(StoreError) -> Bool {
        guard let days = Self.days.first(where: { ending - now <= .seconds($0 * 86400) }) else { return false }
        return try await core.ports.store.claimNotice(about: subject, days: days, ending: ending)
    }

    private func tell(_ event: SecurityWarning.Event, about account: AccountName, ending: UnixTime) {
        core.warn(
            event, .low, about: account, from: nil, requestID: requestID, at: now, owner: true, deadline: ending)
    }
}
