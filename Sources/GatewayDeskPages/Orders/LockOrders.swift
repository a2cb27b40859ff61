import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayStore

/// An emergency lock on a person, a certificate, an organisation or an issuer.
struct NewLockOrder: DeskOrder {
    var place: MenuPlace { .locks }
    var words: OrderWords { OtherOrders.newLock }
    var home: DeskPath { .locks }
    var isGrave: Bool { true }

    private enum Kind: String, CaseIterable {
        case account, certificate, organisation, issuer, network

        var words: Words {
            switch self {
            case .account: ColumnWords.account
            case .certificate: OverviewWords.certificate
            case .organisation: ColumnWords.organisation
            case .issuer: LockTarget.issuer("").words
            case .network: MeasureWords.network
            }
        }
    }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        [
            FieldSpec(
                "kind", FieldWords.lockKind, .choice(Kind.allCases.map { ($0.rawValue, visit.say($0.words)) })),
            FieldSpec("target", FieldWords.lockTarget, .line(500), hint: FieldWords.lockHint),
            FieldSpec("until", FieldWords.until, .instant, hint: FrameWords.koreanTime, isRequired: false),
        ]
    }

    /// A link may say whom or what.
    func initial(_ visit: DeskVisit) async throws -> Entries {
        Entries(["kind": visit.query["kind"] ?? "", "target": visit.query["target"] ?? ""])
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let until = entries["until"] == nil ? nil : try entries.instant("until")
        _ = try await visit.administration.addLock(
            try target(entries), until: until, from: visit.exchange.visitor.source, mandate)
        return .done(.carriedOut)
    }

    private func target(_ entries: Entries) throws(FieldProblems) -> LockTarget {
        guard let named = entries["target"], named.utf8.count <= 500 else {
            throw FieldProblems("target", FieldWords.lockHint)
        }
        switch entries["kind"].flatMap(Kind.init) ?? .account {
        case .account: return .account(AccountName(stored: named))
        case .certificate:
            guard let digest = SHA256Digest(hex: named) else {
                throw FieldProblems("target", FieldWords.fingerprintProblem)
            }
            return .certificate(digest)
        case .organisation: return .organisation(named)
        case .issuer: return .issuer(named)
        case .network:
            guard let block = CIDRBlock(named) else { throw FieldProblems("target", MeasureWords.networkProblem) }
            return .network(block)
        }
    }
}

struct LiftLockOrder: DeskOrder {
    let id: String

    var place: MenuPlace { .locks }
    var words: OrderWords { OtherOrders.liftLock }
    var subject: String? { id }
    var home: DeskPath { .locks }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        try await visit.administration.liftLock(id, mandate)
        return .done(.carriedOut)
    }
}
