public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
public import GatewayStore

/// One account in the review of rights: when somebody last answered for what it may do, and when the next is due.
public struct AccountReview: Hashable, Sendable {
    public let account: Account
    public let last: SpecialListing.Check?
    public let due: UnixTime
    public let lastUse: UnixTime?
}

/// One entry of the list of special-purpose accounts.
public struct SpecialAccount: Hashable, Sendable {
    public let account: Account
    /// `nil`: holds a special role without an entry, and is refused for it.
    public let listing: SpecialListing?
    public let checkDue: UnixTime
    /// Until when an emergency account is open; `nil`: it is not.
    public let openUntil: UnixTime?
}

extension Administration {
    /// Accounts in use, those first whose review is due first.
    public func reviews(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [AccountReview]
    {
        try await awaitEverybody()
        try await noteReading("reviews", actor, requestID)
        do throws(StoreError) {
            var reviews: [AccountReview] = []
            try await core.forEachCare { account, care in
                guard account.state == .active else { return }
                reviews.append(core.review(of: account, care))
            }
            return reviews.sorted { ($0.due, $0.account.name.text) < ($1.due, $1.account.name.text) }
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// Somebody who is not the account itself answers for what it may do.
    public func signOffReview(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        let roles = core.directory.value.accounts[name]?.roles.spelled ?? ""
        try await carryOut(.accountReviewed, mandate, on: name, details: ["roles": roles]) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            try await core.ports.store.signOffReview(of: name, by: mandate.actor.storedName, at: now)
        }
    }

    /// The list of special-purpose accounts, with those who should be in it and are not.
    public func specialAccounts(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [SpecialAccount]
    {
        try await awaitEverybody()
        try await noteReading("special accounts", actor, requestID)
        let now = core.now()
        let directory = core.directory.value
        return directory.accounts.values.compactMap { account in
            let listing = directory.specials[account.name]
            guard listing != nil || account.roles.contains(where: core.policy.value.isSpecial) else { return nil }
            return SpecialAccount(
                account: account, listing: listing, checkDue: core.checkDue(of: account, listing),
                openUntil: directory.isOpened(account.name, at: now) ? directory.opening(of: account.name) : nil)
        }.sorted { $0.account.name.text < $1.account.name.text }
    }

    /// Somebody looked whether a special-purpose account is still needed.
    public func signOffSpecialCheck(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await carryOut(.specialAccountChecked, mandate, on: name) { () throws(AdministrationProblem) in
            guard core.directory.value.specials[name] != nil else { throw .notFound(.specialListing) }
        } _: { now in
            try await core.ports.store.signOffSpecialCheck(of: name, by: mandate.actor.storedName, at: now)
            try await refresh(name)
        }
    }
}

extension AccessCore {
    /// The list is checked quarterly, whatever the site's review of rights is (guide, NCT2-4.2-U4).
    static let specialCheckInterval = Duration.days(92)

    func review(of account: Account, _ care: AccountCare) -> AccountReview {
        let rules = settings.people
        let interval = policy.value.isExternal(account.roles) ? rules.reviewExternal : rules.review
        let begin = max(account.createdAt, care.review?.at ?? account.createdAt)
        return AccountReview(account: account, last: care.review, due: begin + interval, lastUse: care.usedAt)
    }

    func checkDue(of account: Account, _ listing: SpecialListing?) -> UnixTime {
        (listing?.check?.at ?? listing?.listedAt ?? account.createdAt) + Self.specialCheckInterval
    }

    /// Goes through everybody's uses and reviews, page by page.
    func forEachCare(_ body: (Account, AccountCare) async throws(StoreError) -> Void) async throws(StoreError) {
        var last: AccountName?
        while true {
            let page = try await ports.store.cares(after: last, limit: 2000)
            guard let name = page.last?.account else { return }
            for care in page {
                if let account = directory.value.accounts[care.account] { try await body(account, care) }
            }
            last = name
        }
    }
}
