internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// A policy that is or was in force.
struct PolicyVersionDocument: DeskDocument {
    static let schema = ObjectSchema(
        "PolicyVersion", "A policy that is or was in force.",
        [
            .needed("version", .count),
            .needed("sha256", .digest, "Of files and tests."),
            .needed("policy_sha256", .digest, "As decisions are recorded under it."),
            .needed("cause", .choice(of: PolicyVersion.Cause.self)),
            .needed("author", .text, "Who began it."),
            .needed("writers", .list(of: .text), "Everybody who wrote in it."),
            .maybe("approver", .text),
            .maybe("serial", .count, "Of signed files: their number, which only grows."),
            .maybe("signers", .list(of: .text), "Of signed files."),
            .needed("reason", .text),
            .needed("at", .instant),
            .maybe("draft", .text),
            .maybe("until", .instant, "Of an emergency change: until when it permits anything, unless it is ratified."),
            .maybe("ratified_by", .text, "Who stood behind it after all."),
            .maybe("ratified_at", .instant),
            .maybe("ratified_reason", .text),
            .maybe("files", .map(of: .text), "Texts by name, where one version is asked for."),
        ])

    let version: Int
    let sha256: String
    let policySHA256: String
    let cause: String
    let author: String
    let writers: [String]
    let approver: String?
    let serial: Int?
    let signers: [String]?
    let reason: String
    let at: String
    let draft: String?
    let until: String?
    let ratifiedBy: String?
    let ratifiedAt: String?
    let ratifiedReason: String?
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
struct PolicyDraftDocument: DeskDocument {
    static let schema = ObjectSchema(
        "PolicyDraft", "A draft of the next policy.",
        [
            .needed("id", .text),
            .needed("kind", .words("change", "rollback")),
            .maybe("rollback_to", .count),
            .needed("state", .words("open", "approved", "rejected", "dropped", "activated")),
            .needed("base", .count, "The version that it follows."),
            .needed("sha256", .digest, "Of files and tests."),
            .needed("author", .text),
            .needed("writers", .list(of: .text), "Everybody who wrote in it: none of them approves it."),
            .needed("reason", .text),
            .needed("created_at", .instant),
            .needed("edited_at", .instant),
            .needed("sound", .flag),
            .maybe("approved_by", .text),
            .maybe("approved_at", .instant),
            .maybe("approved_until", .instant, "From then on the approval stands for nothing."),
            .maybe("approved_reason", .text),
            .maybe(
                "seal", .digest,
                "What was approved; of an open draft what an approval would have to name, where it could be approved now."
            ),
            .maybe("due_at", .instant, "When the node takes it into use by itself."),
            .maybe("ended_by", .text),
            .maybe("ended_at", .instant),
            .maybe("ended_reason", .text),
            .maybe("trial_until", .instant, "While it is on trial."),
            .maybe("trial_started_at", .instant),
            .maybe("trial_started_by", .text),
            .maybe("trial_reason", .text),
            .maybe("trial_policy_sha256", .digest, "As records name what it would have answered."),
            .maybe("version", .count, "What it became."),
            .maybe("files", .map(of: .text), "Where one draft is asked for."),
            .maybe("examination", .object(PolicyExamination.self)),
        ])

    let id: String
    let kind: String
    let rollbackTo: Int?
    let state: String
    let base: Int
    let sha256: String
    let author: String
    let writers: [String]
    let reason: String
    let createdAt: String
    let editedAt: String
    let sound: Bool
    let approvedBy: String?
    let approvedAt: String?
    let approvedUntil: String?
    let approvedReason: String?
    let seal: String?
    let dueAt: String?
    let endedBy: String?
    let endedAt: String?
    let endedReason: String?
    let trialUntil: String?
    let trialStartedAt: String?
    let trialStartedBy: String?
    let trialReason: String?
    let trialPolicySHA256: String?
    let version: Int?
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

extension PolicyBundle {
    fileprivate var textsByName: [String: String] {
        Dictionary(files.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }
}
