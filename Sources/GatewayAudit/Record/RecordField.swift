/// Every name a record may carry. A field that is not here cannot be written, so this list is also the list of what is kept.
///
/// A field whose value the gateway does not know is left out of the record; none is ever filled with a guess.
public enum RecordField: String, CaseIterable, Sendable {
    // Time and identity of the record.
    case sequence = "seq"
    case time = "ts"
    case eventID = "event_id"
    case type, severity, outcome, reason
    /// The node that wrote it.
    case host
    case requestID = "request_id"
    /// The trace that the client says the request belongs to.
    case traceID = "trace_id"
    // Who.
    case account, roles
    case localUser = "local_uid"
    case certificateIssuer = "cert_issuer"
    case certificateSerial = "cert_serial"
    case certificateKey = "cert_spki_sha256"
    case factors
    case sessionHash = "session_hash"
    // Where from.
    case sourceAddress = "src_ip"
    case zone, country
    /// The terminal that a certificate's key is kept in.
    case device = "device_id"
    case userAgent = "user_agent"
    case statedReason = "stated_reason"
    // What.
    case upstream, grade, method, path
    case pathLength = "path_length"
    /// Tells targets apart that `path` does not, without saying what they are.
    case targetMark = "target_mark"
    case action
    case activity
    case status
    case bytesIn = "bytes_in"
    case bytesOut = "bytes_out"
    case duration = "duration_ms"
    // Why.
    case decision
    case rule = "rule_id"
    case profile = "profile_id"
    case policy = "policy_sha256"
    // What a policy beside it, or rules on trial, would have answered.
    case trialDecision = "trial_decision"
    case trialReason = "trial_reason"
    case trialRule = "trial_rule_id"
    case trialPolicy = "trial_policy_sha256"
    // The inputs of the decision that are not named above.
    case inputs
    case accountState = "account_state"
    case certificateTie = "certificate_tie"
    case handshakeAt = "handshake_at"
    case revocationAsOf = "revocation_as_of"
    case grants, approvals
    /// What the console's answer said that it counts as.
    case label
    // What the type of event adds.
    case version, part, cause, change
    case serverName = "server_name"
    case factor
    case authenticator = "authenticator_id"
    /// The authenticator whose place that one takes.
    case replaces = "replaces_id"
    case failures
    case until
    case from
    case objectType = "object_type"
    case object, before, after
    case channel, recipient
    /// Who asked for an account or roles, and who allowed it: an account, or `uid:0` for the control socket.
    case request, applicant, approver
    /// Of a policy: everybody who wrote in it, whoever began it first, where they were several.
    case writers
    case clockOffset = "clock_offset_ms"
    case lost
    case tornBytes = "torn_bytes"
    case firstSequence = "first_seq"
    case lastSequence = "last_seq"
    case query
    case format
    /// Of a review: what it looks at, and how many of its questions were answered with a finding.
    case period, findings
    /// Of a report that others made: whom or what it is about, and what came out of it.
    case about, result
    /// How many were taken along.
    case records
    /// Of an alarm: what was seen, what would have been none, the step of the ladder, the records that made it, whether it is a drill.
    case observed, limit, measure, grounds, drill
    // Integrity.
    case previousHash = "prev_hash"
    case hash
}

extension RecordField {
    /// `,"name":"text"` as every record that holds it spells it.
    public func spelling(of text: String) -> [UInt8] {
        var buffer = RecordBuffer(capacity: 256)
        buffer.field(self, text)
        return buffer.withBytes { Array($0) }
    }
}
