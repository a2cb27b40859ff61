import GatewayAccess
import GatewayDesk
import GatewayIdentity

struct LiftMeasureOrder: DeskOrder {
    let id: String

    var place: MenuPlace { .measures }
    var words: OrderWords { MeasureWords.liftOrder }
    var subject: String? { id }
    var home: DeskPath { .measures }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        try await visit.services.access.measures.lift(id, mandate)
        return .done(.carriedOut)
    }
}
