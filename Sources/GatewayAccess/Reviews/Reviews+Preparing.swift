public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
public import GatewayReview
public import GatewayStore

/// For whoever reads the records and puts sheets together.
extension Reviews {
    /// Sheets that are put together in one go; the rest follows.
    private static let mostAtOnce = 16

    /// Tasks whose sheets are to be put together, those of the oldest periods first.
    ///
    /// A moment after the period: its last records are on the disk by then.
    public func toPrepare(at now: UnixTime) async throws(AccessFailure) -> [ReviewTask] {
        do throws(StoreError) {
            return try await store.reviewsToPrepare(endedBy: now - .seconds(2), limit: Self.mostAtOnce)
        } catch {
            throw AccessFailure(error)
        }
    }

    public func put(_ sheet: ReviewSheet, into task: ReviewTask) async throws(AccessFailure) {
        do throws(StoreError) { _ = try await store.put(sheet, into: task.id) } catch { throw AccessFailure(error) }
    }

    public func keptRights(at now: UnixTime) async throws(AccessFailure) -> [KeptRight] {
        do throws(StoreError) {
            return try await store.keptRights(holdingAt: now)
        } catch {
            throw AccessFailure(error)
        }
    }

    /// Everybody with what they may do, as it is now, and every grant there ever was: also of people who were removed since.
    public func people(at now: UnixTime) async throws(AccessFailure) -> ReviewedPeople {
        let policy = core.policy.value
        let directory = core.directory.value
        var people = ReviewedPeople()
        do throws(StoreError) {
            try await core.forEachCare { account, care throws(StoreError) in
                let review = core.review(of: account, care)
                people.persons.append(
                    ReviewedPeople.Person(
                        account: account.name, roles: account.roles, organisation: account.organisation,
                        state: account.state.rawValue, isExternal: policy.isExternal(account.roles),
                        lastUse: care.usedAt, reviewedAt: review.last?.at, reviewDue: review.due))
            }
        } catch {
            throw AccessFailure(error)
        }
        for (account, grants) in directory.grants {
            let home = directory.accounts[account]?.organisation ?? ""
            people.grants += grants.map { grant in
                ReviewedPeople.GrantLine(
                    id: grant.id, account: account, organisation: grant.organisation ?? home, consoles: grant.consoles,
                    reference: grant.reference, sponsor: grant.sponsor, from: grant.from, to: grant.to,
                    state: grant.standing(at: now), endedAt: grant.ending?.at)
            }
        }
        for (account, held) in directory.approvals {
            people.approvals += held.map {
                ReviewedPeople.ApprovalLine(account: account, name: $0.name, from: $0.from, to: $0.to)
            }
        }
        return people
    }
}

extension PartnerGrant {
    fileprivate func standing(at now: UnixTime) -> String {
        if progress != .given { return progress.rawValue }
        if ending != nil { return "ended" }
        if pause != nil { return "paused" }
        return now < from ? "coming" : now < to ? "running" : "over"
    }
}
