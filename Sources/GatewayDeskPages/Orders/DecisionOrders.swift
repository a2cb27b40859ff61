import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewaySessions
import GatewayStore

/// A request about an account, approved or turned down by somebody else than who made it.
struct DecideRequestOrder: DeskOrder {
    let verdict: RequestVerdict
    let id: String

    var place: MenuPlace { .requests }
    var words: OrderWords { verdict.words }
    var subject: String? { id }
    var home: DeskPath { .requests }
    var isGrave: Bool { verdict == .reject }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch verdict {
        case .approve: _ = try await visit.administration.approve(id, mandate)
        case .reject: _ = try await visit.administration.reject(id, mandate)
        }
        return .done(.carriedOut)
    }
}

/// A reset of factors, approved by another person or stopped.
struct DecideResetOrder: DeskOrder {
    let verdict: ResetVerdict
    let id: String

    var place: MenuPlace { .resets }
    var words: OrderWords { verdict.words }
    var subject: String? { id }
    var home: DeskPath { .resets }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch verdict {
        case .approve: _ = try await visit.administration.approveReset(id, mandate)
        case .cancel: try await visit.administration.cancelReset(id, mandate)
        }
        return .done(.carriedOut)
    }
}

struct EndSessionOrder: DeskOrder {
    let id: String

    var place: MenuPlace { .sessions }
    var words: OrderWords { OtherOrders.endSession }
    var subject: String? { String(id.prefix(12)) }
    var home: DeskPath { .sessions }
    var isGrave: Bool { true }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        guard let session = SessionID(hex: id) else { throw AdministrationProblem.notFound(.session) }
        try await visit.administration.endSession(session, mandate)
        return .done(.carriedOut)
    }
}
