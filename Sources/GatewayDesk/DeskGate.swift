package import GatewayAccess
package import GatewayIdentity

/// Who may do what at the desk, for its pages: the judgement of the API (`DeskAuthority`), and its record of those who
/// reached too far.
package struct DeskGate: Sendable {
    private let administration: Administration

    package init(_ administration: Administration) { self.administration = administration }

    /// The actor, if they may read.
    package func reader(_ actor: DeskActor, at now: UnixTime) throws(DeskProblem) -> Actor {
        try DeskAuthority.require(.readPeople, of: actor, at: now)
    }

    /// The actor, if they may change something now.
    package func changer(_ actor: DeskActor, at now: UnixTime) throws(DeskProblem) -> Actor {
        try DeskAuthority.require(.changePeople, of: actor, at: now)
    }

    /// How far somebody is from changing something, to offer no more than they can do.
    package func standing(of actor: DeskActor, at now: UnixTime) -> Standing {
        do throws(DeskProblem) {
            _ = try changer(actor, at: now)
            return .mayChange
        } catch {
            return error.reason == .notAllowed ? .readsAlone : .mayChangeAfterFactor
        }
    }

    package enum Standing: Sendable {
        case mayChange
        /// When they prove their second factor again.
        case mayChangeAfterFactor
        case readsAlone
    }

    /// Records that somebody reached for power they do not have, whatever came of it. What cannot be recorded is told in
    /// place of the refusal.
    package func recorded(_ problem: DeskProblem, of order: String, by actor: DeskActor, requestID: RequestID) async
        -> DeskProblem
    {
        guard problem.reason == .notAllowed || problem.reason == .factorRequired,
            case .administrator(let account, _, _) = actor
        else { return problem }
        do throws(AdministrationProblem) {
            try await administration.noteRefusal(
                of: order, to: .administrator(account),
                reason: problem.reason == .notAllowed ? .actionDenied : .factorMissing, requestID: requestID)
            return problem
        } catch {
            return DeskProblem(error)
        }
    }
}
