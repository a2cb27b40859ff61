internal import GatewayAccess
internal import GatewayIdentity

/// Somebody who watches, by what right, and since when.
struct LiveAudience: Sendable {
    let actor: DeskActor
    /// As records name them.
    let recorded: Actor
    let requestID: RequestID
    let since: UnixTime
    /// They may not see whole addresses.
    let isMasked: Bool

    /// They are gone whatever comes of it; a trail that takes nothing is told by its own alarm.
    func noteEnd(by administration: Administration) async {
        do throws(AdministrationProblem) {
            try await administration.noteWatchEnded(by: recorded, since: since, requestID: requestID)
        } catch {}
    }

    /// Whether they still have the right by which they began. Certificate and session are judged by their connection.
    func mayGoOn(_ access: Access) -> Bool {
        switch actor {
        case .controlSocket: true
        case .administrator(let account, _, let proofs):
            access.rolesInForce(of: account).map {
                DeskAuthority.holds(.readPeople, .administrator(account, roles: $0, proofs: proofs))
            } ?? false
        }
    }
}
