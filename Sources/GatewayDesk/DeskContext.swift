internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird
internal import Logging

/// The request context of the desk's router: made from one request, without a channel.
struct DeskContext: RequestContext {
    struct Source: RequestContextSource {
        let request: DeskRequest
        let requestID: GatewayIdentity.RequestID
        let now: UnixTime
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    let request: DeskRequest
    let requestID: GatewayIdentity.RequestID
    let now: UnixTime

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        request = source.request
        requestID = source.requestID
        now = source.now
    }

    /// The actor, if they may read that.
    func reader(_ right: DeskRight = .readPeople) throws(DeskProblem) -> Actor {
        try DeskAuthority.require(right, of: request.actor, at: now)
    }

    /// Whether the actor has that right, whatever this request is about.
    func holds(_ right: DeskRight) -> Bool { DeskAuthority.holds(right, request.actor) }

    /// Authority first, body second: whoever may not change anything is not told what a right body looks like.
    func order<Body: StrictBody & Reasoned>(_ type: Body.Type, by right: DeskRight = .changePeople)
        throws(DeskProblem) -> (body: Body, mandate: Mandate)
    {
        let actor = try DeskAuthority.require(right, of: request.actor, at: now)
        let body = try Body.read(request.body, contentType: request.contentType)
        guard let reason = StatedReason(body.reason) else {
            throw .badRequest("'reason' says why, in 3 to 500 bytes of plain text on one line: it goes into the record")
        }
        return (body, Mandate(actor: actor, reason: reason, requestID: requestID))
    }

    /// The same for the policy, where two people differ by their certificates, too.
    func policyOrder<Body: StrictBody & Reasoned>(_ type: Body.Type, by right: DeskRight)
        throws(DeskProblem) -> (body: Body, order: PolicyChange.Order)
    {
        let (body, mandate) = try order(type, by: right)
        do throws(AdministrationProblem) {
            return (body, PolicyChange.Order(mandate, by: try request.actor.policyHand()))
        } catch {
            throw DeskProblem(error)
        }
    }

    func account() throws -> AccountName { AccountName(stored: try parameters.require("name")) }
}

/// Every change states its reason.
protocol Reasoned {
    var reason: String { get }
}

/// A change that needs no more than its reason.
struct ReasonOnly: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case reason
    }

    let reason: String
}
