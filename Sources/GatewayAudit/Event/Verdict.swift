public import GatewayIdentity

/// What the policy answered, as the record holds it.
public struct Verdict: Hashable, Sendable {
    public enum Answer: String, CaseIterable, Sendable {
        case permit
        case stepUp = "step_up"
        case deny
    }

    let answer: Answer
    let reason: Reason?
    let policy: PolicyReference
    let basis: DecisionBasis

    public static func permit(by policy: PolicyReference, upon basis: DecisionBasis = .none) -> Self {
        .init(answer: .permit, reason: nil, policy: policy, basis: basis)
    }
    public static func stepUp(_ reason: Reason, by policy: PolicyReference, upon basis: DecisionBasis = .none) -> Self {
        .init(answer: .stepUp, reason: reason, policy: policy, basis: basis)
    }
    public static func deny(_ reason: Reason, by policy: PolicyReference, upon basis: DecisionBasis = .none) -> Self {
        .init(answer: .deny, reason: reason, policy: policy, basis: basis)
    }
}

/// Which rule of which policy set answered, formatted once per rule of a snapshot.
public struct PolicyReference: Hashable, Sendable {
    let fields: RecordFragment

    /// - Parameters:
    ///   - set: SHA-256 of the policy set's canonical content; `nil` where the refusal came before any policy was asked.
    ///   - rule: the rule that decided; `nil` where none had a say.
    ///   - profile: the compliance profile in force.
    public init(set: SHA256Digest?, rule: String? = nil, profile: String? = nil) {
        fields = RecordFragment { record in
            record.field(.rule, rule)
            record.field(.profile, profile)
            record.field(.policy, set)
        }
    }

    /// Refused on the road, before a policy was asked.
    public static let none = PolicyReference(set: nil)
}

/// What was asked for.
public struct RequestLine: Hashable, Sendable {
    let method: RecordedText
    let path: RecordedPath
    /// A digest under a key that nobody keeps: see `path`.
    let mark: UInt64?
    let action: RecordedWord?
    let activity: Activity?
    /// Requests that were alike and have no line of their own; `nil`: it is one.
    let times: Int?

    /// What a request says about whether the person is there, where the policy knows.
    public enum Activity: String, CaseIterable, Sendable {
        /// The console's pages ask for it by themselves: the session's idle time ran on.
        case background
    }

    /// - Parameter mark: tells it from others of the same path, where there is more to it: a query, or what lies behind the recorded part of the path.
    public init(
        method: String, path: RecordedPath, mark: UInt64? = nil, action: RecordedWord? = nil, activity: Activity? = nil
    ) {
        self.method = RecordedText(method)
        self.path = path
        self.mark = mark
        self.action = action
        self.activity = activity
        times = nil
    }

    /// Of what was no request: there is nothing to tell but how it broke the protocol.
    public static func none(_ sign: RecordedWord?) -> RequestLine {
        RequestLine(method: "", path: RecordedPath(""), action: sign)
    }

    /// Nothing was asked for that could be told.
    var isNone: Bool { method.text.isEmpty }

    /// Of so many requests that were refused for one reason: what they asked for is not told.
    public static func several(_ times: Int) -> RequestLine { RequestLine(times: times) }

    private init(times: Int) {
        method = RecordedText("")
        path = RecordedPath("")
        mark = nil
        action = nil
        activity = nil
        self.times = times
    }
}

/// What became of a forwarded request.
public struct Exchange: Hashable, Sendable {
    let failure: Reason?
    let status: Int?
    let bytesIn: Int
    let bytesOut: Int
    let duration: Duration

    /// - Parameters:
    ///   - failure: why it did not end well; `nil` when the answer went out whole.
    ///   - status: the HTTP status sent to the client; `nil` when none was.
    ///   - bytesIn: body bytes from the client. - bytesOut: body bytes to the client.
    ///   - duration: from the request's first byte to the answer's last.
    public init(failure: Reason? = nil, status: Int?, bytesIn: Int, bytesOut: Int, duration: Duration) {
        self.failure = failure
        self.status = status
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.duration = duration
    }
}
