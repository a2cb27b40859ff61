internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

/// One line of the review of rights.
struct ReviewDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Review", "One line of the review of rights.",
        [
            .needed("user", .account),
            .needed("roles", .list(of: .role)),
            .needed("organisation", .text),
            .maybe("reviewed_at", .instant),
            .maybe("reviewed_by", .text),
            .needed("due_at", .instant),
            .needed("overdue", .flag),
            .maybe("last_use", .instant),
        ])

    let user: String
    let roles: [String]
    let organisation: String
    let reviewedAt: String?
    let reviewedBy: String?
    let dueAt: String
    let overdue: Bool
    let lastUse: String?

    init(_ review: AccountReview, at now: UnixTime) {
        user = review.account.name.text
        roles = review.account.roles.sorted().map(\.text)
        organisation = review.account.organisation
        reviewedAt = review.last.map { RFC3339.string($0.at) }
        reviewedBy = review.last?.by.text
        dueAt = RFC3339.string(review.due)
        overdue = review.due <= now
        lastUse = review.lastUse.map { RFC3339.string($0) }
    }

    private enum CodingKeys: String, CodingKey {
        case user, roles, organisation, overdue
        case reviewedAt = "reviewed_at"
        case reviewedBy = "reviewed_by"
        case dueAt = "due_at"
        case lastUse = "last_use"
    }
}

/// One line of the list of special-purpose accounts.
struct SpecialAccountDocument: DeskDocument {
    static let schema = ObjectSchema(
        "SpecialAccount", "One line of the list of special-purpose accounts.",
        [
            .needed("user", .account),
            .needed("roles", .list(of: .role)),
            .needed("use", .choice(of: AccountUse.self)),
            .needed("state", .choice(of: AccountState.self)),
            .needed("listed", .flag, "Whether the entry is there; without one the account is refused."),
            .maybe("purpose", .text),
            .maybe("listed_by", .text),
            .maybe("listed_at", .instant),
            .maybe("checked_by", .text),
            .maybe("checked_at", .instant),
            .needed("check_due_at", .instant),
            .needed("overdue", .flag),
            .maybe("open_until", .instant),
        ])

    let user: String
    let roles: [String]
    let use: String
    let state: String
    let listed: Bool
    let purpose: String?
    let listedBy: String?
    let listedAt: String?
    let checkedBy: String?
    let checkedAt: String?
    let checkDueAt: String
    let overdue: Bool
    let openUntil: String?

    init(_ special: SpecialAccount, at now: UnixTime) {
        user = special.account.name.text
        roles = special.account.roles.sorted().map(\.text)
        use = special.account.use.rawValue
        state = special.account.state.rawValue
        listed = special.listing != nil
        purpose = special.listing?.purpose
        listedBy = special.listing?.listedBy.text
        listedAt = special.listing.map { RFC3339.string($0.listedAt) }
        checkedBy = special.listing?.check?.by.text
        checkedAt = special.listing?.check.map { RFC3339.string($0.at) }
        checkDueAt = RFC3339.string(special.checkDue)
        overdue = special.checkDue <= now
        openUntil = special.openUntil.map { RFC3339.string($0) }
    }

    private enum CodingKeys: String, CodingKey {
        case user, roles, use, state, listed, purpose, overdue
        case listedBy = "listed_by"
        case listedAt = "listed_at"
        case checkedBy = "checked_by"
        case checkedAt = "checked_at"
        case checkDueAt = "check_due_at"
        case openUntil = "open_until"
    }
}
