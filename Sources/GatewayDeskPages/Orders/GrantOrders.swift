import GatewayAccess
import GatewayIdentity
import GatewayStore

/// A permission of a partner.
struct NewGrantOrder: DeskOrder {
    var place: MenuPlace { .grants }
    var words: OrderWords { OtherOrders.newGrant }
    var home: DeskPath { .grants }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        [
            FieldSpec("user", FieldWords.partner, .line(64)),
            FieldSpec("consoles", FieldWords.consoles, .line(1000), hint: FrameWords.separately),
            FieldSpec(
                "kind", FieldWords.grantKind,
                .choice(PartnerGrant.Kind.allCases.map { ($0.rawValue, visit.say($0.words)) })),
            FieldSpec("reference", FieldWords.exportReference, .line(200)),
            FieldSpec("sponsor", FieldWords.sponsor, .line(64)),
            FieldSpec("from", FieldWords.from, .instant, hint: FrameWords.koreanTime),
            FieldSpec("to", FieldWords.to, .instant, hint: FrameWords.koreanTime),
        ]
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let grant = NewGrant(
            account: AccountName(stored: try entries.required("user")),
            consoles: Set(entries.list("consoles").map(ConsoleID.init)),
            kind: entries["kind"].flatMap(PartnerGrant.Kind.init) ?? .exportApproval,
            reference: try entries.required("reference"), sponsor: AccountName(stored: try entries.required("sponsor")),
            from: try entries.instant("from"), to: try entries.instant("to"))
        _ = try await visit.administration.addGrant(grant, mandate)
        return .done(.carriedOut)
    }
}

struct EndGrantOrder: DeskOrder {
    let id: String

    var place: MenuPlace { .grants }
    var words: OrderWords { OtherOrders.endGrant }
    var subject: String? { id }
    var home: DeskPath { .grants }
    var isGrave: Bool { true }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        try await visit.administration.endGrant(id, mandate)
        return .done(.carriedOut)
    }
}
