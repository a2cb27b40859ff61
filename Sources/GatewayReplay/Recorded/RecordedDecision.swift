public import GatewayIdentity
public import GatewayPolicy

/// Which request a record is about, for whoever wants to look it up.
public struct RecordedRequest: Hashable, Sendable {
    public let sequence: UInt64
    public let requestID: String
    public let at: UnixTime
    /// As the record says; `nil` where it names none.
    public let account: String?
    public let console: String?
}

/// A decision of the policy as its record holds it: what was asked, under which circumstances, and what was answered.
public struct RecordedDecision: Sendable {
    public let request: RecordedRequest
    public let answer: Answer
    /// The policy set that answered.
    public let policy: String?
    public let method: RequestMethod
    /// As it arrived, without the query.
    public let path: String
    /// The members that do not change from one request of a person to the next, as they stand: equal bytes mean equal circumstances.
    let inputs: [UInt8]

    /// The question that was answered, whole.
    ///
    /// - Throws: when the record says something that no gate would have written.
    public func question() throws(Undecidable) -> Question {
        let basis = try RecordedCircumstances(inputs, at: request.at)
        return Question(
            subject: basis.subject, console: basis.console, circumstances: basis.circumstances, method: method,
            path: path)
    }
}

/// Why nobody can say what a policy would have answered. Such a request is counted by itself, and never as unchanged.
public enum Undecidable: String, Error, CaseIterable, Sendable {
    /// Written before records held their inputs.
    case olderRecord = "older_record"
    /// There were more inputs than a record holds.
    case inputsCut = "inputs_cut"
    /// The path was longer than a record holds.
    case pathCut = "path_cut"
    /// The method was longer than a record holds.
    case methodCut = "method_cut"
    /// The policy has no console of that name.
    case unknownConsole = "unknown_console"
    /// Not a record, or one with values that no gate would have written.
    case unreadable
}
