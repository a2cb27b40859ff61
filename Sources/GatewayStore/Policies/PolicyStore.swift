public import GatewayIdentity

/// Versions of the policy and drafts of the next one. The version with the highest number is in force.
///
/// Every version with its files is kept for good, and the draft that it was.
public protocol PolicyStore: Sendable {
    // MARK: Drafts

    /// - Parameter bundle: the files whose digest the draft names.
    /// - Throws: `.conflict(.tooManyDrafts)` beyond `policyDraftLimit` open ones; `.conflict(.identifierExists)`.
    func insert(_ draft: PolicyDraft, holding bundle: PolicyBundle) async throws(StoreError)

    /// Replaces what a draft says. An approval is void with it, and `hand` can approve it no more.
    ///
    /// - Parameter seen: the digest of the files that are replaced.
    /// - Returns: `false` when it is not open or approved, or says something else by now.
    func editDraft(
        _ id: String, to content: PolicyDraft.Content, holding bundle: PolicyBundle, by hand: PolicyHand,
        replacing seen: SHA256Digest
    ) async throws(StoreError) -> Bool

    /// - Parameter content: what the approval is about.
    /// - Returns: `false` when it is not open, says something else by now, was found unsound, would not follow the version
    ///   in force, or was written in by the approver or by anybody with the same certificate; nor when one of the two put the
    ///   version in force there alone.
    func approveDraft(_ id: String, saying content: PolicyDraft.Content, _ approval: PolicyDraft.Approval)
        async throws(StoreError) -> Bool

    /// - Returns: `false` when it is not approved under this seal.
    func scheduleDraft(_ id: String, under seal: SHA256Digest, due: UnixTime?) async throws(StoreError) -> Bool

    /// - Returns: `false` when it is neither open nor approved.
    func closeDraft(_ id: String, _ closing: PolicyDraft.Closing) async throws(StoreError) -> Bool

    func policyDraft(_ id: String) async throws(StoreError) -> PolicyDraft?

    /// Those that are open or approved, oldest first.
    func openPolicyDrafts() async throws(StoreError) -> [PolicyDraft]

    /// All, newest first, at most `limit`.
    func policyDrafts(limit: Int) async throws(StoreError) -> [PolicyDraft]

    /// Drafts that ended, or that another version overtook, before `time`, and that are no version: oldest first, at most `limit`.
    func stalePolicyDrafts(before time: UnixTime, limit: Int) async throws(StoreError) -> [PolicyDraft]

    /// Deletes one of those, with files that nothing else names.
    ///
    /// - Returns: `false` when it is not stale.
    func forgetPolicyDraft(_ id: String, staleBefore time: UnixTime) async throws(StoreError) -> Bool

    // MARK: On trial

    /// - Returns: `false` when a draft is on trial, when this one is neither open nor approved, says something else by now or was
    ///   found unsound, or would not follow the version in force.
    func startTrial(_ trial: PolicyTrial) async throws(StoreError) -> Bool

    /// - Returns: `false` when it is not what is on trial.
    func endTrial(_ trial: PolicyTrial) async throws(StoreError) -> Bool

    /// What is on trial, whatever became of its draft and its time meanwhile; `nil`: nothing.
    func policyTrial() async throws(StoreError) -> PolicyTrial?

    // MARK: Versions

    /// Puts a version in force that comes from an approved draft: both or neither. Approvals of all other drafts are void.
    ///
    /// - Returns: `false` when the draft is not approved under this seal at that time, or the version does not follow the one in force.
    func activate(_ version: PolicyVersion, from draft: String, under seal: SHA256Digest) async throws(StoreError)
        -> Bool

    /// Puts a version in force by itself. Approvals of all drafts are void.
    ///
    /// - Returns: `false` when it does not follow the one in force, or was signed under a serial number that is not above all
    ///   before it.
    func activate(_ version: PolicyVersion, holding bundle: PolicyBundle) async throws(StoreError) -> Bool

    /// Also when its hours are over, as long as no other version took its place.
    ///
    /// - Returns: `false` when it is not the version in force, not an emergency, ratified already, or the same person's or
    ///   certificate's.
    func ratify(_ version: Int, _ ratification: PolicyVersion.Ratification) async throws(StoreError) -> Bool

    /// The folder shows this version, whole.
    func noteFolderShows(_ version: Int, at: UnixTime) async throws(StoreError)

    /// The one in force; `nil` before the first.
    func currentPolicy() async throws(StoreError) -> PolicyVersion?

    func policyVersion(_ number: Int) async throws(StoreError) -> PolicyVersion?

    /// Newest first, at most `limit`.
    func policyVersions(limit: Int) async throws(StoreError) -> [PolicyVersion]

    /// The newest one before `number` that two people, or the site's own way, stand behind.
    func lastingPolicy(before number: Int) async throws(StoreError) -> PolicyVersion?

    /// The newest that the folder showed whole.
    func lastShownPolicy() async throws(StoreError) -> PolicyVersion?

    /// The highest serial number under which signed files were taken; `nil`: none ever were.
    func highestPolicySerial() async throws(StoreError) -> Int?

    func policyBundle(_ digest: SHA256Digest) async throws(StoreError) -> PolicyBundle?
}

/// Drafts that may be open at a time.
public let policyDraftLimit = 100
