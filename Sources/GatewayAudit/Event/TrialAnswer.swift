public import GatewayIdentity

/// What a request would have been answered if the draft or the rules that are on trial were in force. It stands in the record of the decision, beside what
/// was done.
public struct TrialAnswer: Hashable, Sendable {
    let fields: RecordFragment

    /// - Parameters:
    ///   - rule: the rule that would have decided; `nil` where none would have had a say.
    ///   - policy: the draft, or the policy that holds the rules on trial.
    public init(_ answer: Verdict.Answer, reason: Reason?, rule: String?, policy: SHA256Digest) {
        fields = RecordFragment { record in
            record.field(.trialDecision, answer)
            record.field(.trialReason, reason)
            record.field(.trialRule, rule)
            record.field(.trialPolicy, policy)
        }
    }
}
