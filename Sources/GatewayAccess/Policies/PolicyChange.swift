public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// The policy of a site, changed by two people: a draft that one writes and another approves, versions that stay, ways back,
/// and one person's word for some hours when the house is on fire.
///
/// Like all administration: into the record, then into the store, then into use.
public struct PolicyChange: Sendable {
    let administration: Administration
    let store: any PolicyStore
    let workshop: any PolicyWorkshop
    public let rules: PolicyChangeRules
    let stuck = StuckEmergency()
    let rehearsal = Rehearsal()

    public init(access: Access, store: any PolicyStore, workshop: any PolicyWorkshop, rules: PolicyChangeRules) {
        administration = access.administration
        self.store = store
        self.workshop = workshop
        self.rules = rules
    }

    var core: AccessCore { administration.core }

    /// Who orders a step, and by which certificate.
    public struct Order: Sendable {
        public let mandate: Mandate
        public let hand: PolicyHand

        public init(_ mandate: Mandate, by hand: PolicyHand) {
            self.mandate = mandate
            self.hand = hand
        }
    }

    // MARK: Reading

    /// Newest first.
    public func history(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [PolicyVersion]
    {
        try await administration.noteReading("policy versions", actor, requestID)
        return try await reading { () throws(StoreError) in try await store.policyVersions(limit: 1000) }
    }

    public func version(_ number: Int, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> (version: PolicyVersion, bundle: PolicyBundle)
    {
        try await administration.noteReading("policy version", actor, requestID)
        let version = try await requireVersion(number)
        return (version, try await bundle(version.bundle))
    }

    /// Open ones, and those that ended lately.
    public func drafts(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [PolicyDraft] {
        try await administration.noteReading("policy drafts", actor, requestID)
        return try await reading { () throws(StoreError) in try await store.policyDrafts(limit: 200) }
    }

    public func draft(_ id: String, readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> PolicyDraft
    {
        try await administration.noteReading("policy draft", actor, requestID)
        return try await requireDraft(id)
    }

    /// - Throws: `.notFound(.policyFiles)` for those that a draft said before it was edited: they are kept no more.
    public func bundle(_ digest: SHA256Digest) async throws(AdministrationProblem) -> PolicyBundle {
        let bundle = try await reading { () throws(StoreError) in try await store.policyBundle(digest) }
        guard let bundle else { throw .notFound(.policyFiles) }
        return bundle
    }

    /// What an approval of the draft would stand for now; `nil` when it is over a version that is not in force any more.
    public func seal(of draft: PolicyDraft) async throws(AdministrationProblem) -> SHA256Digest? {
        let current = try await current()
        return current.number == draft.content.base ? PolicySeal.of(draft.content, over: current) : nil
    }

    /// What one version says otherwise than another.
    ///
    /// - Throws: `.policy(.unsound)` when this site cannot read one of them any more.
    public func difference(from old: Int, to new: Int) async throws(AdministrationProblem) -> [PolicyAlteration] {
        let base = try await bundle(requireVersion(old).bundle)
        let files = try await bundle(requireVersion(new).bundle)
        let findings = await inspect(files, over: base, replaying: false)
        let defects = findings.defects + findings.defectsOfBase
        guard defects.isEmpty else { throw .policy(.unsound(defects)) }
        return findings.changes
    }

    /// The version in force with its files.
    public func inForce(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> (version: PolicyVersion, bundle: PolicyBundle)
    {
        try await administration.noteReading("policy version", actor, requestID)
        let version = try await current()
        return (version, try await bundle(version.bundle))
    }

    /// What a draft says otherwise than the version its examination was held against, key by key, and what there is to say about
    /// it: what follows from the files alone, and so is no more than its examination stands for.
    public func findings(of draft: PolicyDraft) async throws(AdministrationProblem) -> PolicyFindings {
        let base = try await bundle(requireVersion(ground(of: draft)).bundle)
        return await inspect(try await bundle(draft.content.bundle), over: base, replaying: false)
    }

    /// The version beside which a draft is shown: the one that its approver signs, which is not an emergency that one person alone
    /// put in force.
    public func ground(of draft: PolicyDraft) throws(AdministrationProblem) -> Int {
        do {
            return try PolicyExamination(draft.content.examination).beside ?? draft.content.base
        } catch {
            throw .failed(AccessFailure(wrapping: error))
        }
    }

    /// Looks at files as a draft of them would be looked at, and keeps nothing.
    ///
    /// - Parameter replaying: whether recorded requests are asked again, which may take seconds.
    public func examine(_ bundle: PolicyBundle, author: AccountName?, replaying: Bool = false)
        async throws(AdministrationProblem) -> PolicyExamination
    {
        try await look(at: bundle, author: author, replaying: replaying).examination
    }

    /// The same, with what stands behind it.
    public func look(at bundle: PolicyBundle, author: AccountName?, replaying: Bool = false)
        async throws(AdministrationProblem) -> (examination: PolicyExamination, findings: PolicyFindings)
    {
        try await administration.awaitEverybody()
        let ground = try await ground()
        var base: PolicyBundle?
        if let ground { base = try await self.bundle(ground.bundle) }
        let findings = await inspect(bundle, over: base, replaying: replaying)
        let shutOut = findings.snapshot.map {
            PolicyShutOut(draft: $0, active: core.policy.value, directory: core.directory.value)
                .lines(author: author ?? AccountName(stored: ""))
        }
        return (PolicyExamination(findings, beside: ground?.number, shutOut: shutOut ?? []), findings)
    }

    /// What drafts are held against: the version in force. Where one person alone put that there, the last one that others stand
    /// behind, so that nobody is shown only the harmless half of a change.
    private func ground() async throws(AdministrationProblem) -> PolicyVersion? {
        let current = try await reading { () throws(StoreError) in try await store.currentPolicy() }
        guard let current, current.isUnratified else { return current }
        return try await lasting(before: current) ?? current
    }

    func lasting(before version: PolicyVersion) async throws(AdministrationProblem) -> PolicyVersion? {
        try await reading { () throws(StoreError) in try await store.lastingPolicy(before: version.number) }
    }

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, replaying: Bool) async -> PolicyFindings {
        await workshop.inspect(
            bundle, over: base, people: Set(core.directory.value.accounts.keys), replaying: replaying)
    }

    // MARK: Finding

    func reading<Value>(_ read: () async throws(StoreError) -> Value) async throws(AdministrationProblem) -> Value {
        try await administration.reading(read)
    }

    func requireDraft(_ id: String) async throws(AdministrationProblem) -> PolicyDraft {
        let draft = try await reading { () throws(StoreError) in try await store.policyDraft(id) }
        guard let draft else { throw .notFound(.policyDraft) }
        return draft
    }

    func requireVersion(_ number: Int) async throws(AdministrationProblem) -> PolicyVersion {
        let version = try await reading { () throws(StoreError) in try await store.policyVersion(number) }
        guard let version else { throw .notFound(.policyVersion) }
        return version
    }

    func current() async throws(AdministrationProblem) -> PolicyVersion {
        let current = try await reading { () throws(StoreError) in try await store.currentPolicy() }
        guard let current else { throw .notFound(.policyVersion) }
        return current
    }

    /// Where the folder is the truth nothing is changed here.
    func requireStore() throws(AdministrationProblem) {
        guard rules.truth == .store else { throw .policy(.folderRules) }
    }

    func prepare(_ bundle: PolicyBundle) async throws(AdministrationProblem) -> PreparedPolicy {
        do throws(PolicyUnfit) {
            return try await workshop.prepare(bundle)
        } catch {
            throw .policy(.unsound(error.lines))
        }
    }
}
