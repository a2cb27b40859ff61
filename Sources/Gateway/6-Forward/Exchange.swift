internal import GatewayAccess
internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import NIOCore

/// One permitted request on its way to an upstream and back.
final class Exchange {
    let id: RequestID
    let startedAt: UnixTime
    /// As of the last look: a policy that changes while the exchange runs may bound it otherwise.
    private(set) var permit: Permit
    /// The rule that permitted it, and the policy that held it then.
    private(set) var authority: PolicyReference
    let route: ConsoleRoute
    let visitor: Visitor
    let client: VerifiedClient
    /// Whose bytes these are.
    let activity: VisitorActivity
    /// What the policy was told when it permitted this.
    private(set) var basis: DecisionBasis
    /// When it was permitted.
    private(set) var permittedAt: UnixTime
    /// What the answer said that it counts as, where that was more than the console does.
    private(set) var label: Grade?
    /// As records name it, with the grade that counts.
    private(set) var resource: AuditResource
    let context: ResponseContext
    let body: RequestBody
    /// The Host field as it came, port included.
    let host: String
    /// The fields that decide whether a failure is told in a page or in a document.
    let negotiation: [HeaderLine]
    /// The raw path, without the query: for the record, and for asking the policy again while the exchange runs.
    let path: String
    /// What tells it from others of this path, for the record.
    let mark: UInt64?
    /// As it arrived, where the answer may make somebody come back; `nil` without one.
    let query: String?
    let method: GatewayPolicy.RequestMethod
    /// The answer says how it ended in trailers of its own.
    let isGRPC: Bool
    /// The client speaks HTTP/1.1 and knows chunks.
    let clientKnowsChunks: Bool

    /// `nil`: the answer may become a file.
    var downloads: DownloadWatch?
    var tries: UpstreamTries
    /// The head as it goes to the upstream; kept until the first answer, in case it has to be sent again.
    var head: ByteBuffer
    var upstream: (any UpstreamLeg)?
    var keepsAlive: Bool
    /// The client holds its body back until the upstream asks for it (100).
    var awaitsContinue: Bool
    /// A record of the decision alone is in the trail, or before its disk.
    var hasDecisionRecord = false
    /// What `RequestFlow` last judged it by; 0 as long as that was only the beginning.
    var judgement: UInt64 = 0
    /// The trace that it belongs to, for the record.
    var trace: TraceID?
    /// The answer waits for a record.
    var held: HeldAnswer?
    var framing = AnswerFraming.none
    /// The answer is a stream of events.
    var isEventStream = false
    var status: Int?
    var bytesIn = 0
    var bytesOut = 0
    /// How much of the body was there when its sender was given time last; `nil` while somebody else is waited for.
    var bodyMark: Int?
    /// Of a WebSocket: where its frames begin and end, so that we can put one of ours between.
    var framesToClient = WebSocketFrames()
    var times: ExchangeTimes
    /// Bytes that the metrics know of.
    var countedIn = 0
    var countedOut = 0

    var started: NIODeadline { times.began }

    init(
        id: RequestID, startedAt: UnixTime, began: NIODeadline, permit: Permit, authority: PolicyReference,
        route: ConsoleRoute,
        tries: UpstreamTries,
        visitor: Visitor, client: VerifiedClient, activity: VisitorActivity, basis: DecisionBasis,
        head: ByteBuffer, request: RequestHead, context: ResponseContext, host: String, path: String, mark: UInt64?,
        query: String?,
        method: GatewayPolicy.RequestMethod,
        isGRPC: Bool,
        negotiation: [HeaderLine]
    ) {
        self.id = id
        self.startedAt = startedAt
        permittedAt = startedAt
        resource = route.resource
        times = ExchangeTimes(began: began)
        self.permit = permit
        self.authority = authority
        downloads = DownloadWatch(permit)
        self.route = route
        self.tries = tries
        self.visitor = visitor
        self.client = client
        self.activity = activity
        self.basis = basis
        self.head = head
        self.host = host
        self.negotiation = negotiation
        self.path = path
        self.mark = mark
        self.query = query
        self.method = method
        self.isGRPC = isGRPC
        self.context = context
        body = request.body
        clientKnowsChunks = request.version == .http11
        keepsAlive = request.keepsAlive
        awaitsContinue = request.expectsContinue
    }

    var target: UpstreamTarget { tries.target }

    /// What it does, in one word.
    var action: Action? { permit.actions.weightiest }

    /// It is still permitted, on these terms from now on.
    func renew(_ permit: Permit) {
        self.permit = permit
        if status == nil { downloads = DownloadWatch(permit) }
    }

    /// Its answer counts as more than the console, and is permitted all the same. The record of that takes the place of any earlier one.
    func raise(
        to label: Grade, permit: Permit, by authority: PolicyReference, upon basis: DecisionBasis, at now: UnixTime
    ) {
        self.label = label
        self.authority = authority
        self.basis = basis
        permittedAt = now
        resource = AuditResource(console: route.console, grade: permit.grade)
        hasDecisionRecord = true
        renew(permit)
    }

    /// Its answer counts as more, and is not permitted: that has a record of its own.
    func refuse(_ label: Grade, countingAs grade: Grade?) {
        self.label = label
        resource = AuditResource(console: route.console, grade: grade ?? .classified)
        hasDecisionRecord = true
    }

    /// - Returns: whether the request goes on after a failure, on a fresh connection to `target`.
    func goesOn(after failure: ForwardFailure) -> Bool {
        let before = target
        guard tries.failed(failure) else { return false }
        if route.rewritesHost, before !== target {
            head.replaceFirst("\r\n" + Self.hostLine(of: before), with: "\r\n" + Self.hostLine(of: target))
        }
        return true
    }

    /// The upstream's own name, as heads for consoles that know no other have it. A client's own Host field is not among what travels on.
    static func hostLine(of target: UpstreamTarget) -> String { "Host: \(target.authority)\r\n" }
}
