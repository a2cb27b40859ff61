package import GatewayAccess
package import GatewayIdentity

/// Who may do what at the desk, for its pages: the judgement of the API (`DeskAuthority`), and its record of those who
/// reached too far.
package struct DeskGate: Sendable {
    private let administration: Administration

    package init(_ administration: Administration) { self.administration = administration }

    /// Whom the record names, if they may do that now.
    package func admitted(_ actor: DeskActor, to right: DeskRight, at now: UnixTime) throws(DeskProblem) -> Actor {
        try DeskAuthority.require(right, of: actor, at: now)
    }

    /// How far somebody is from doing that, to offer no more than they can do.
    package func standing(of actor: DeskActor, towards right: DeskRight, at now: UnixTime) -> Standing {
        do throws(DeskProblem) {
            _ = try admitted(actor, to: right, at: now)
            return .may
        } catch {
            return error.reason == .notAllowed ? .mayNot : .mayAfterFactor
        }
    }

    package enum Standing: Sendable {
        case may
        /// When they prove their second factor, or prove it again.
        case mayAfterFactor
        case mayNot
    }

    /// Records that somebody reached for power they do not have, whatever came of it, once. What cannot be recorded is told in
    /// place of the refusal.
    package func recorded(_ problem: DeskProblem, of order: String, by actor: DeskActor, requestID: RequestID) async
        -> DeskProblem
    {
        guard !problem.isRecorded, problem.reason == .notAllowed || problem.reason == .factorRequired,
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
