internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// A policy that is or was in force.
struct PolicyVersionDocument: Encodable {
    let version: Int
    /// Of files and tests.
    let sha256: String
    /// As decisions are recorded under it.
    let policySHA256: String
    /// `founding`, `change`, `rollback`, `emergency`, `restored`, `file` or `signed_file`.
    let cause: String
    /// Who began it, and everybody who wrote in it.
    let author: String
    let writers: [String]
    let approver: String?
    /// Of signed files: their serial number, and who signed.
    let serial: Int?
    let signers: [String]?
    let reason: String
    let at: String
    let draft: String?
    /// Of an emergency change: until when, and who stood behind it after all.
    let until: String?
    let ratifiedBy: String?
    let ratifiedAt: String?
    let ratifiedReason: String?
    /// Texts by name, where one version is asked for.
    let files: [String: String]?

    init(_ version: PolicyVersion, files bundle: PolicyBundle? = nil) {
        self.version = version.number
        sha256 = version.bundle.hex
        policySHA256 = version.policy.hex
        cause = version.cause.rawValue
        author = version.author.text
        writers = version.writers.map(\.text)
        approver = version.approver?.text
        serial = version.signing?.serial
        signers = version.signing?.signers
        reason = version.reason
        at = RFC3339.string(version.at)
        draft = version.draft
        until = version.emergency.map { RFC3339.string($0.until) }
        ratifiedBy = version.emergency?.ratification?.by.account.text
        ratifiedAt = version.emergency?.ratification.map { RFC3339.string($0.at) }
        ratifiedReason = version.emergency?.ratification?.reason
        files = bundle?.textsByName
    }

    private enum CodingKeys: String, CodingKey {
        case version, sha256, cause, author, writers, approver, serial, signers, reason, at, draft, until, files
        case policySHA256 = "policy_sha256"
        case ratifiedBy = "ratified_by"
        case ratifiedAt = "ratified_at"
        case ratifiedReason = "ratified_reason"
    }
}

/// A draft of the next policy.
struct PolicyDraftDocument: Encodable {
    let id: String
    /// `change` or `rollback`.
    let kind: String
    let rollbackTo: Int?
    /// `open`, `approved`, `rejected`, `dropped` or `activated`.
    let state: String
    /// The version that it follows.
    let base: Int
    /// Of files and tests.
    let sha256: String
    let author: String
    /// Everybody who wrote in it: none of them approves it.
    let writers: [String]
    let reason: String
    let createdAt: String
    let editedAt: String
    let sound: Bool
    let approvedBy: String?
    let approvedAt: String?
    /// From then on the approval stands for nothing.
    let approvedUntil: String?
    let approvedReason: String?
    /// What was approved; of an open draft what an approval would have to name, where it could be approved now.
    let seal: String?
    /// When the node takes it into use by itself.
    let dueAt: String?
    let endedBy: String?
    let endedAt: String?
    let endedReason: String?
    /// While it is on trial: until when, by whom, and as records name it.
    let trialUntil: String?
    let trialStartedAt: String?
    let trialStartedBy: String?
    let trialReason: String?
    let trialPolicySHA256: String?
    /// What it became.
    let version: Int?
    /// Where one draft is asked for.
    let files: [String: String]?
    let examination: PolicyExamination?

    init(
        _ draft: PolicyDraft, trial: PolicyTrial?, files bundle: PolicyBundle? = nil,
        examination: PolicyExamination? = nil,
        seal current: SHA256Digest? = nil
    ) {
        id = draft.id
        switch draft.purpose {
        case .change: (kind, rollbackTo) = ("change", nil)
        case .rollback(let number): (kind, rollbackTo) = ("rollback", number)
        }
        base = draft.content.base
        sha256 = draft.content.bundle.hex
        author = draft.author.text
        writers = Set(draft.hands.map(\.account.text)).sorted()
        reason = draft.content.reason
        createdAt = RFC3339.string(draft.createdAt)
        editedAt = RFC3339.string(draft.content.editedAt)
        sound = draft.content.examination.isSound
        var approval: PolicyDraft.Approval?
        var closing: PolicyDraft.Closing?
        switch draft.state {
        case .open: (state, version) = ("open", nil)
        case .approved(let given):
            (state, version) = ("approved", nil)
            approval = given
        case .closed(let closed):
            (state, version) = (closed.kind.rawValue, nil)
            closing = closed
        case .activated(let number, _): (state, version) = ("activated", number)
        }
        approvedBy = approval?.by.account.text
        approvedAt = approval.map { RFC3339.string($0.at) }
        approvedUntil = approval.map { RFC3339.string($0.until) }
        approvedReason = approval?.reason
        seal = (approval?.seal ?? current)?.hex
        dueAt = approval?.due.map { RFC3339.string($0) }
        endedBy = closing?.by.text
        endedAt = closing.map { RFC3339.string($0.at) }
        endedReason = closing?.reason
        trialUntil = trial.map { RFC3339.string($0.until) }
        trialStartedAt = trial.map { RFC3339.string($0.startedAt) }
        trialStartedBy = trial?.startedBy.text
        trialReason = trial?.reason
        trialPolicySHA256 = trial?.policy.hex
        files = bundle?.textsByName
        self.examination = examination
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, state, base, sha256, author, writers, reason, sound, seal, version, files, examination
        case rollbackTo = "rollback_to"
        case createdAt = "created_at"
        case editedAt = "edited_at"
        case approvedBy = "approved_by"
        case approvedAt = "approved_at"
        case approvedUntil = "approved_until"
        case approvedReason = "approved_reason"
        case dueAt = "due_at"
        case endedBy = "ended_by"
        case endedAt = "ended_at"
        case endedReason = "ended_reason"
        case trialUntil = "trial_until"
        case trialStartedAt = "trial_started_at"
        case trialStartedBy = "trial_started_by"
        case trialReason = "trial_reason"
        case trialPolicySHA256 = "trial_policy_sha256"
    }
}

/// One thing that a policy says otherwise than another.
struct PolicyChangeDocument: Encodable {
    /// `added`, `removed` or `changed`.
    let change: String
    let section: String
    let name: String
    /// What it says otherwise: `key`, `before`, `after`.
    let values: [PolicyAlteration.Value]

    init(_ line: PolicyAlteration) {
        values = line.values
        change = line.change.rawValue
        section = line.section
        name = line.name
    }
}

extension PolicyBundle {
    fileprivate var textsByName: [String: String] {
        Dictionary(files.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }
}
