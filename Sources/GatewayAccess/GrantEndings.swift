internal import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore

/// Closes grants whose time is up, or which have lost what they rest on, for good and without anybody's order: the partner's sessions end, the end is
/// in the record and in the store. A clock that is set back afterwards revives none, nor does a sponsor who comes back.
struct GrantEndings {
    /// Why a grant ends by itself, as the record has it.
    enum Cause: String {
        case time
        case sponsorGone = "sponsor_gone"
        case organisationChanged = "organisation_changed"
    }

    static let closer = AccountName(stored: "gateway")

    let core: AccessCore
    let now: UnixTime
    let requestID: RequestID

    /// Sessions first; what cannot be written down is tried again at the next tick.
    func close() async throws(AccessFailure) {
        let over = core.directory.value.grants.values.joined().compactMap { grant in
            cause(of: grant).map { (grant: grant, cause: $0) }
        }
        guard !over.isEmpty else { return }
        let names = Set(over.map(\.grant.account)).filter {
            core.directory.value.runningGrants(of: $0, at: now).isEmpty
        }
        let order = SessionEnder.Order(cause: .policy, actor: .gateway, requestID: requestID, at: now)
        for name in names where !core.ender.end(core.registry.sessions(of: name), order).isEmpty {
            core.advanceEpoch()
        }
        for (grant, cause) in over.sorted(by: { $0.grant.id < $1.grant.id }) { try await close(grant, cause) }
    }

    /// `nil`: it goes on, or was ended.
    private func cause(of grant: PartnerGrant) -> Cause? {
        guard grant.ending == nil, grant.progress == .given else { return nil }
        if grant.to <= now { return .time }
        // Whoever is not read yet has not left.
        return core.directory.value.hasEverybody ? core.directory.value.undoing(of: grant) : nil
    }

    private func close(_ grant: PartnerGrant, _ cause: Cause) async throws(AccessFailure) {
        let end = min(now, grant.to)
        try await core.record([
            SecurityEvent(
                .grantEnded, at: now, requestID: requestID, actor: .gateway, account: grant.account,
                reason: cause == .time ? .approvalExpired : .approvalMissing, severity: .medium,
                statedReason: cause.rawValue,
                details: [
                    "grant": grant.id, "cause": cause.rawValue, "until": RFC3339.string(end),
                    "deletion_due": RFC3339.string(end + Administration.deletionTime),
                ])
        ])
        do throws(StoreError) {
            try await core.ports.store.endGrant(grant.id, by: Self.closer, at: now)
            try await core.readBack(grant.account)
            // The time of a grant has moved it already.
            if cause != .time { core.advanceEpoch() }
        } catch {
            switch error {
            // Another node was quicker.
            case .notFound: break
            case .unavailable, .busy, .full, .readOnly, .conflict, .unreadable: throw AccessFailure(error)
            }
        }
    }
}

extension PartnerGrant {
    /// What the policy is asked with: a grant that ended with its time is one that has expired, and never runs again.
    func counts(at now: UnixTime) -> Bool {
        guard let ending else { return progress == .given && pause == nil }
        return progress == .given && ending.by == GrantEndings.closer && to <= now
    }
}
