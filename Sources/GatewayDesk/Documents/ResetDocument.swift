internal import GatewayIdentity
internal import GatewayStore

/// A request to reset somebody's factors.
struct ResetDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Reset", "A request to reset somebody's factors.",
        [
            .needed("id", .text),
            .needed("user", .account),
            .needed("asked_by", .text),
            .needed("asked_at", .instant),
            .needed("reason", .text),
            .needed("expires_at", .instant),
            .needed("state", .words("asked", "approved", "cancelled", "done")),
            .maybe("approved_by", .text),
            .maybe("approved_at", .instant),
            .maybe("effective_at", .instant, "From when on it may be carried out; absent until it is approved."),
        ])

    let id: String
    let user: String
    let askedBy: String
    let askedAt: String
    let reason: String
    let expiresAt: String
    let state: String
    let approvedBy: String?
    let approvedAt: String?
    let effectiveAt: String?

    init(_ reset: FactorReset) {
        id = reset.id
        user = reset.account.text
        askedBy = reset.askedBy.text
        askedAt = RFC3339.string(reset.askedAt)
        reason = reset.reason
        expiresAt = RFC3339.string(reset.expires)
        let approval: FactorReset.Approval?
        switch reset.state {
        case .asked: (state, approval) = ("asked", nil)
        case .approved(let given): (state, approval) = ("approved", given)
        case .cancelled: (state, approval) = ("cancelled", nil)
        case .done: (state, approval) = ("done", nil)
        }
        approvedBy = approval?.by.text
        approvedAt = approval.map { RFC3339.string($0.at) }
        effectiveAt = approval.map { RFC3339.string($0.effective) }
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, reason, state
        case askedBy = "asked_by"
        case askedAt = "asked_at"
        case expiresAt = "expires_at"
        case approvedBy = "approved_by"
        case approvedAt = "approved_at"
        case effectiveAt = "effective_at"
    }
}
