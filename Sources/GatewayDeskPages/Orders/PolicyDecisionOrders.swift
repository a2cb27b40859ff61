import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayStore

/// What becomes of a draft. Each carries what its sender looked at, so that it is done to that and to nothing else.
struct PolicyDraftOrder: DeskOrder {
    let kind: PolicyDraftOrderKind
    let id: String

    /// The seal of the draft, or the digest of its files, as the page showed it.
    static let seenField = "seen"
    static let atField = "at"
    static let hoursField = "hours"
    static let daysField = "days"

    var place: MenuPlace { .policies }
    var words: OrderWords { kind.words }
    var subject: String? { id }
    var home: DeskPath { .policy(.draft(id)) }

    var right: DeskRight {
        switch kind {
        case .drop: .writePolicy
        case .approve, .reject: .approvePolicy
        case .activate, .tryOut, .endTrial: .activatePolicy
        case .emergency: .changePolicyAlone
        }
    }

    var isGrave: Bool {
        switch kind {
        case .reject, .drop, .emergency: true
        case .approve, .activate, .tryOut, .endTrial: false
        }
    }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        let seen = FieldSpec(Self.seenField, PolicyPageWords.seal, .hidden)
        switch kind {
        case .reject, .drop, .endTrial: return []
        case .approve: return [seen]
        case .activate:
            return [
                seen,
                FieldSpec(
                    Self.atField, PolicyOrderWords.at, .instant, hint: PolicyOrderWords.atHint, isRequired: false),
            ]
        case .tryOut:
            let days = [7, 1, 3, 14, PolicyChange.longestTrialDays]
            return [
                seen,
                FieldSpec(
                    Self.daysField, PolicyOrderWords.days,
                    .choice(days.map { ("\($0)", visit.say(PolicyOrderWords.days($0))) })),
            ]
        case .emergency:
            let limit = visit.policies.rules.emergencyHours
            return [seen, FieldSpec(Self.hoursField, PolicyOrderWords.hours(limit), .line(2))]
        }
    }

    /// From the link on the page of the draft.
    func initial(_ visit: DeskVisit) async throws -> Entries {
        Entries([Self.seenField: visit.query[Self.seenField] ?? ""])
    }

    /// What it is about, once more.
    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings {
        let draft = try await visit.policies.draft(
            id, readBy: try visit.reader(.readPolicy), requestID: visit.requestID)
        return OrderSurroundings(sections: [try DraftSummary(visit: visit, draft: draft).section])
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let order = try visit.policyOrder(mandate)
        switch kind {
        case .reject: _ = try await visit.policies.reject(id, order)
        case .drop: _ = try await visit.policies.drop(id, order)
        case .approve: _ = try await visit.policies.approve(id, seen: try seen(entries), order)
        case .activate:
            guard entries[Self.atField] != nil else {
                let version = try await visit.policies.activate(id, seen: try seen(entries), order)
                return .goesOn(.policy(.version(version.number)))
            }
            _ = try await visit.policies.schedule(
                id, at: try entries.instant(Self.atField), seen: try seen(entries), order)
        case .tryOut:
            guard let days = entries[Self.daysField].flatMap({ Int($0) }) else {
                throw FieldProblems(Self.daysField, PolicyOrderWords.daysProblem)
            }
            _ = try await visit.policies.tryOut(id, for: .days(days), seen: try seen(entries), order)
        case .endTrial: _ = try await visit.policies.endTrial(of: id, order)
        case .emergency:
            guard let hours = entries[Self.hoursField].flatMap({ Int($0) }) else {
                throw FieldProblems(Self.hoursField, PolicyOrderWords.hoursProblem)
            }
            let bundle = try await files(as: try seen(entries), visit)
            let version = try await visit.policies.changeInEmergency(bundle, hours: hours, order)
            return .goesOn(.policy(.version(version.number)))
        }
        return .done(.carriedOut)
    }

    /// Of this draft, as long as it says what was seen.
    private func files(as seen: SHA256Digest, _ visit: DeskVisit) async throws -> PolicyBundle {
        let draft = try await visit.policies.draft(
            id, readBy: try visit.reader(.readPolicy), requestID: visit.requestID)
        guard draft.content.bundle == seen else { throw AdministrationProblem.policy(.changedSinceSeen) }
        return try await visit.policies.bundle(seen)
    }

    private func seen(_ entries: Entries) throws(AdministrationProblem) -> SHA256Digest {
        guard let seen = entries[Self.seenField].flatMap({ SHA256Digest(hex: $0) }) else {
            throw .policy(.changedSinceSeen)
        }
        return seen
    }
}

/// The way back to an older version, and another person's word for an emergency change.
struct PolicyVersionOrder: DeskOrder {
    let kind: PolicyVersionOrderKind
    let number: Int

    var place: MenuPlace { .policies }
    var words: OrderWords { kind.words }
    var subject: String? { "\(number)" }
    var home: DeskPath { .policy(.version(number)) }

    var right: DeskRight {
        switch kind {
        case .rollBack: .writePolicy
        case .ratify: .approvePolicy
        }
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let order = try visit.policyOrder(mandate)
        switch kind {
        case .rollBack:
            let draft = try await visit.policies.rollBack(to: number, order)
            return .goesOn(.policy(.draft(draft.id)))
        case .ratify:
            _ = try await visit.policies.ratify(number, order)
            return .done(.carriedOut)
        }
    }
}

extension PolicyPath {
    /// What is ordered there; `nil` where nothing is.
    var order: (any DeskOrder)? {
        switch self {
        case .overview, .examine, .version, .draft: nil
        case .new: PolicyEditOrder(target: .new)
        case .versionOrder(let kind, let number): PolicyVersionOrder(kind: kind, number: number)
        case .edit(let id): PolicyEditOrder(target: .draft(id))
        case .draftOrder(let kind, let id): PolicyDraftOrder(kind: kind, id: id)
        }
    }
}
