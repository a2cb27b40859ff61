internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore
internal import Hummingbird

/// A request of somebody who may ask for this operation: there is no call without authority.
struct DeskCall: Sendable {
    /// Who the record names.
    let actor: Actor
    let request: DeskRequest
    let requestID: GatewayIdentity.RequestID
    let now: UnixTime
    private let parameters: Parameters
    private let query: [String: String]

    /// Authority first, all else second: whoever may not change anything is not told what a right body looks like.
    init(_ operation: OperationDescription, in context: DeskContext) throws(DeskProblem) {
        request = context.request
        requestID = context.requestID
        now = context.now
        parameters = context.parameters
        actor = try DeskAuthority.require(operation.access, of: context.request.actor, at: context.now)
        switch operation.access {
        case .right: query = try Self.query(context.request.query, of: operation)
        // SCIM has its own (RFC 7644 section 3.4.2), and its own words for what is wrong with them.
        case .provisioner: query = [:]
        }
    }

    /// Each parameter once, and none that the operation does not know.
    private static func query(_ text: String?, of operation: OperationDescription) throws(DeskProblem) -> [String:
        String]
    {
        var read: [String: String] = [:]
        for (name, value) in try QueryParameters.read(text) {
            guard operation.query.contains(where: { $0.name == name }) else {
                let known = operation.query.map(\.name).sorted().joined(separator: ", ")
                throw .badRequest("unknown parameter '\(name)'; known are \(known.isEmpty ? "none" : known)")
            }
            guard read.updateValue(value, forKey: name) == nil else {
                throw .badRequest("the parameter '\(name)' is there twice")
            }
        }
        return read
    }

    func parameter(_ name: String) throws -> String { try parameters.require(name) }

    func query(_ name: String) -> String? { query[name] }

    /// `{name}` in the path.
    func account() throws -> AccountName {
        let name = try parameter("name")
        guard let account = Self.account(name) else {
            throw DeskProblem.notFound("there is no account \(name.debugDescription)")
        }
        return account
    }

    /// `?user=NAME`.
    func user() throws(DeskProblem) -> AccountName? {
        guard let name = query("user") else { return nil }
        guard let account = Self.account(name) else {
            throw .badRequest("'user' is \(name.debugDescription), which is no account's name")
        }
        return account
    }

    /// `nil` for what no account can be called. Whoever has a name that is easily guessed has had it from before.
    private static func account(_ name: String) -> AccountName? {
        do throws(AccountName.Problem) {
            return try AccountName(name)
        } catch {
            switch error {
            case .guessable: return AccountName(stored: name)
            case .malformed: return nil
            }
        }
    }

    /// Whether whoever asks has that right, too: for answers that tell some more than others.
    func holds(_ right: DeskRight) -> Bool { DeskAuthority.holds(right, request.actor) }

    // MARK: Bodies

    func body<Body: StrictBody>(_ type: Body.Type) throws(DeskProblem) -> Body {
        try Body.read(request.body, contentType: request.contentType)
    }

    func order<Body: StrictBody & Reasoned>(_ type: Body.Type) throws(DeskProblem) -> (body: Body, mandate: Mandate) {
        let body = try body(type)
        guard let reason = StatedReason(body.reason) else {
            throw .badRequest("'reason' says why, in 3 to 500 bytes of plain text on one line: it goes into the record")
        }
        return (body, Mandate(actor: actor, reason: reason, requestID: requestID))
    }

    /// The same for the policy, where two people differ by their certificates, too.
    func policyOrder<Body: StrictBody & Reasoned>(_ type: Body.Type)
        throws(DeskProblem) -> (body: Body, order: PolicyChange.Order)
    {
        let (body, mandate) = try order(type)
        do throws(AdministrationProblem) {
            return (body, PolicyChange.Order(mandate, by: try request.actor.policyHand()))
        } catch {
            throw DeskProblem(error)
        }
    }
}

/// Every change states its reason.
protocol Reasoned {
    var reason: String { get }
}

/// A change that needs no more than its reason.
struct ReasonOnly: StrictBody, Reasoned {
    static let schema = ObjectSchema("Reason", "Why it is done.", [.reason])

    let reason: String
}

extension ObjectSchema.Member {
    /// `StatedReason`.
    static let reason = Self.needed(
        "reason", .text(TextSchema.reason),
        "Why, for the record: 3 to 500 bytes on one line, without controls or formatting characters.")
}

extension TextSchema {
    /// What no pattern of ECMA 262 says without Unicode's properties, in bytes, has a format of ours. One character can
    /// have three bytes.
    static let reason = TextSchema(format: "line", length: 1...500, example: "ticket 4711")
}
