internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

/// Everyone the gateway knows, with their certificates, locks and grants, at one instant. Immutable once published; a
/// look-up is two hash probes.
///
/// Until everybody is read it is *early*: it holds whom it was told of, and speaks for the certificates whose owners
/// were looked up. To all others it says that the store has not answered yet, never that they are nobody's.
struct Directory: Sendable {
    private(set) var accounts: [AccountName: Account] = [:]
    private(set) var bindings: [AccountName: [CertificateBinding]] = [:]
    private(set) var locks: [String: EmergencyLock] = [:]
    private(set) var grants: [AccountName: [PartnerGrant]] = [:]
    /// The list of special-purpose accounts.
    private(set) var specials: [AccountName: SpecialListing] = [:]
    /// When emergency accounts were last opened by two people.
    private(set) var openings: [AccountName: UnixTime] = [:]
    /// Of services.
    private(set) var terms: [AccountName: ServiceTerms] = [:]
    /// Those that were given, whether they run or not.
    private(set) var approvals: [AccountName: [HeldApproval]] = [:]
    private var owners: [CertificateReference: AccountName] = [:]
    /// `nil`: everybody is here.
    private var early: Early?

    /// What is known of an early directory's gaps.
    private struct Early: Sendable {
        /// Fingerprints of certificates whose owners are here, if they have any.
        var answered: Set<SHA256Digest> = []
        /// Accounts that were put or removed: more recent than what is being read.
        var settled: Set<AccountName> = []
    }

    /// Certificates that an early directory answers for: more than come in the seconds before everybody is read.
    static let answerLimit = 65_536
    /// How long an emergency account stays open (compliance profile nct-2025-04, 2.3).
    static let openingLength = Duration.seconds(3600)

    /// Nobody yet, and not because there is nobody.
    static func early(_ locks: [EmergencyLock]) -> Directory {
        var directory = Directory()
        directory.early = Early()
        for lock in locks { directory.put(lock) }
        return directory
    }

    var hasEverybody: Bool { early == nil }

    // MARK: Changes

    /// Puts those that a certificate leads to beside those who are here; from now on it speaks for this certificate.
    ///
    /// - Returns: false when it answers for as many as it may.
    mutating func answer(for certificate: ClientCertificate, with entries: [DirectoryEntry]) -> Bool {
        guard !speaks(for: certificate) else { return true }
        guard early.map({ $0.answered.count < Self.answerLimit }) == true else { return false }
        // Whoever is here was put by a change, or by an earlier answer.
        for entry in entries where early?.settled.contains(entry.account.name) == false { put(entry) }
        early?.answered.insert(certificate.fingerprint)
        return true
    }

    /// Becomes whole: what was read, and over it what was put or removed here while it was being read.
    mutating func complete(with everybody: consuming Directory) {
        guard let settled = early?.settled else { return }
        for name in settled {
            everybody.put(entry(of: name), named: name)
        }
        everybody.locks = locks
        self = everybody
    }

    mutating func put(_ entry: DirectoryEntry) { put(entry, named: entry.account.name) }

    /// Takes over what the store says about one account; `nil` forgets it.
    mutating func put(_ entry: DirectoryEntry?, named name: AccountName) {
        early?.settled.insert(name)
        for binding in bindings[name] ?? [] where owners[binding.reference] == name { owners[binding.reference] = nil }
        accounts[name] = entry?.account
        bindings[name] = entry?.bindings
        grants[name] = entry?.grants.isEmpty == false ? entry?.grants : nil
        specials[name] = entry?.special
        openings[name] = entry?.openedAt
        terms[name] = entry?.terms
        approvals[name] = entry?.approvals.isEmpty == false ? entry?.approvals : nil
        for binding in entry?.bindings ?? [] { owners[binding.reference] = name }
    }

    /// Lets somebody in no more who lost rights, when the store does not say which they have left: until it is read back.
    mutating func shutOut(_ name: AccountName) { accounts[name]?.state = .disabled }

    private func entry(of name: AccountName) -> DirectoryEntry? {
        accounts[name].map {
            DirectoryEntry(
                account: $0, bindings: bindings[name] ?? [], grants: grants[name] ?? [], special: specials[name],
                openedAt: openings[name], terms: terms[name], approvals: approvals[name] ?? [])
        }
    }

    mutating func put(_ lock: EmergencyLock) { locks[lock.id] = lock }
    mutating func removeLock(_ id: String) { locks[id] = nil }

    /// Drops what has run out. True when something did, when a grant or an approval began or ended, or the terms of a service ended: judgements made
    /// before are then out of date.
    mutating func advance(from before: UnixTime, to now: UnixTime) -> Bool {
        let expired = locks.values.filter { !$0.holds(at: now) }
        for lock in expired { locks[lock.id] = nil }
        let turned = grants.values.joined().contains { $0.runs(at: before) != $0.runs(at: now) }
        let ended = terms.values.contains { $0.runs(at: before) != $0.runs(at: now) }
        let isHeld = approvals.values.joined().contains { $0.runs(at: before) != $0.runs(at: now) }
        return turned || ended || isHeld || !openingsEnded(after: before, by: now).isEmpty || !expired.isEmpty
    }

    /// When the next lock ends, the next grant begins or ends, or the terms of a service end.
    func nextChange(after now: UnixTime) -> UnixTime? {
        let ends =
            locks.values.compactMap(\.until)
            + grants.values.joined().filter(\.isInForce).flatMap { [$0.from, $0.to] }
            + approvals.values.joined().flatMap { [$0.from, $0.to] }
            + openings.values.map { $0 + Self.openingLength } + terms.values.map(\.until)
        return ends.filter { $0 > now }.min()
    }

    // MARK: Look-ups

    /// Who holds a certificate and whether they may go on: locks before state before roles before the terms of a service, so
    /// that the gravest reason is the one recorded.
    func holder(
        of certificate: ClientCertificate, from source: NetworkAddress, at now: UnixTime, policy: PolicySnapshot
    ) -> CertificateHolder {
        let holding = locks.values.filter { $0.holds(at: now) }
        if holding.contains(where: { $0.target.concerns(certificate) }) {
            return .refused(owner(of: certificate), .certificateRevoked)
        }
        guard speaks(for: certificate) else { return .refused(nil, .storeUnavailable) }
        let bySerial = owners[.issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)]
        let byKey = owners[.publicKey(certificate.publicKey)]
        // Two accounts claim it, by serial and by key: neither gets in until an administrator decides.
        if let bySerial, let byKey, bySerial != byKey { return .refused(nil, .certificateNotBound) }
        guard let name = bySerial ?? byKey, let account = accounts[name] else { return .unbound }
        if holding.contains(where: { $0.target.concerns(account) }) { return .refused(account, .accountLocked) }
        switch account.state {
        case .suspended, .disabled, .removed: return .refused(account, .accountDisabled)
        case .active: break
        }
        if let conflict = policy.conflict(in: account.roles) { return .refused(account, conflict.reason) }
        guard isApproved(account, at: now, policy: policy) else { return .refused(account, .approvalMissing) }
        if let reason = refusal(of: account, from: source, at: now, policy: policy) {
            return .refused(account, reason)
        }
        return .bound(account)
    }

    /// A special role counts for nothing outside the list of special-purpose accounts; an emergency account is of no
    /// use until two people opened it.
    private func isApproved(_ account: Account, at now: UnixTime, policy: PolicySnapshot) -> Bool {
        if account.roles.contains(OfficialRole.breakGlass), !isOpened(account.name, at: now) { return false }
        return specials[account.name] != nil || !account.roles.contains(where: policy.isSpecial)
    }

    /// A clock that was set back opens nothing again.
    func isOpened(_ name: AccountName, at now: UnixTime) -> Bool {
        openings[name].map { $0 <= now && now < $0 + Self.openingLength } ?? false
    }

    /// Emergency accounts whose time ran out in `(before, now]`.
    func openingsEnded(after before: UnixTime, by now: UnixTime) -> [AccountName] {
        openings.filter { before < $0.value + Self.openingLength && $0.value + Self.openingLength <= now }.map(\.key)
    }

    /// Until when an emergency account may be used; `nil` when nobody opened it.
    func opening(of name: AccountName) -> UnixTime? { openings[name].map { $0 + Self.openingLength } }

    func speaks(for certificate: ClientCertificate) -> Bool {
        early.map { $0.answered.contains(certificate.fingerprint) } ?? true
    }

    /// Who holds the key that a handshake proved, whatever else is wrong with the certificate over it: its names could
    /// be anybody's.
    func holder(ofKey key: SHA256Digest) -> Account? { owners[.publicKey(key)].flatMap { accounts[$0] } }

    /// The terminal that whoever bound the certificate declared its key to be kept in. Of two bindings of one certificate, the one of this
    /// certificate alone says more than the one of its key.
    func device(of certificate: ClientCertificate) -> DeviceID? {
        let references: [CertificateReference] = [
            .issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial), .publicKey(certificate.publicKey),
        ]
        for reference in references {
            guard let owner = owners[reference],
                let binding = bindings[owner]?.first(where: { $0.reference == reference })
            else { continue }
            if let device = binding.device { return device }
        }
        return nil
    }

    private func owner(of certificate: ClientCertificate) -> Account? {
        let name =
            owners[.publicKey(certificate.publicKey)]
            ?? owners[.issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)]
        return name.flatMap { accounts[$0] }
    }

    /// Whether an administrator shut out where somebody comes from.
    func isLocked(_ source: NetworkAddress, at now: UnixTime) -> Bool {
        locks.values.contains { lock in
            guard case .network(let block) = lock.target else { return false }
            return lock.holds(at: now) && block.contains(source)
        }
    }

    func isLocked(_ account: Account, at now: UnixTime) -> Bool {
        locks.values.contains { $0.holds(at: now) && $0.target.concerns(account) }
    }

    func isLocked(_ name: AccountName, at now: UnixTime) -> Bool {
        accounts[name].map { isLocked($0, at: now) } ?? true
    }

    /// Those that run, and that nothing has undone.
    func runningGrants(of name: AccountName, at now: UnixTime) -> [PartnerGrant] {
        (grants[name] ?? []).filter { $0.runs(at: now) && undoing(of: $0) == nil }
    }

    /// What a grant rests on and is there no more: a sponsor who has not left, a partner who belongs to whom it was given to. Until everybody is
    /// read, whoever is not here has left.
    func undoing(of grant: PartnerGrant) -> GrantEndings.Cause? {
        switch accounts[grant.sponsor]?.state {
        case .active, .suspended: break
        case .disabled, .removed, nil: return .sponsorGone
        }
        guard let organisation = grant.organisation else { return nil }
        return accounts[grant.account]?.organisation == organisation ? nil : .organisationChanged
    }
}

extension LockTarget {
    func concerns(_ certificate: ClientCertificate) -> Bool {
        switch self {
        case .certificate(let fingerprint): fingerprint == certificate.fingerprint
        case .issuer(let name): name == certificate.issuer
        case .account, .organisation, .network: false
        }
    }

    func concerns(_ account: Account) -> Bool {
        switch self {
        case .account(let name): name == account.name
        case .organisation(let name): name == account.organisation
        case .certificate, .issuer, .network: false
        }
    }

    /// A session read back after a restart does not tell who issued its certificate; a lock on an issuer takes it
    /// along, and the person signs in again.
    func concerns(_ session: LiveSession, of account: Account?) -> Bool {
        switch self {
        case .certificate(let fingerprint): session.binding.fingerprint == fingerprint
        case .issuer(let name): session.issuer.map { $0 == name } ?? true
        case .account, .organisation: account.map(concerns) ?? true
        // Where it was opened may be long ago: its connections are judged by where they come from.
        case .network(let block): session.place.map { block.contains($0.source) } ?? false
        }
    }
}

extension HeldApproval {
    /// By its own period; the policy may say that it is over before.
    fileprivate func runs(at now: UnixTime) -> Bool { from <= now && now < to }
}
