internal import GatewayIdentity

/// Grants as a sheet lists them.
enum GrantTable {
    /// - Parameter period: those that touch it.
    static func table(
        of grants: [ReviewedPeople.GrantLine], during period: ReviewPeriod?,
        lastUse: (ReviewedPeople.GrantLine) -> UnixTime? = { _ in nil }, showsUse: Bool = false
    )
        -> ReviewSheet.Table
    {
        let touching = grants.filter { grant in period.map(grant.touches) ?? true }
        return ReviewSheet.Table(
            .grants,
            [.grant, .account, .organisation, .console, .reference, .sponsor, .from, .to, .state]
                + (showsUse ? [.lastUse] : []),
            touching.sorted { ($0.account.text, $0.from, $0.id) < ($1.account.text, $1.from, $1.id) }.map { grant in
                [
                    grant.id, grant.account.text, grant.organisation,
                    grant.consoles.map(\.text).sorted().joined(separator: ", "), grant.reference, grant.sponsor.text,
                    RFC3339.string(grant.from), RFC3339.string(grant.to), grant.state,
                ] + (showsUse ? [shown(lastUse(grant))] : [])
            })
    }
}
