public import GatewayIdentity

/// Everything that is recorded. Each case asks for what a record of its type must say; type, outcome and severity follow from it.
///
/// Closed on purpose: there is no case for free text, so what must never be kept (codes, secrets, passwords, cookies, tokens, keys, QR
/// text, bodies, queries) has no place to be put.
public enum AuditEvent: Hashable, Sendable {
    // The node.
    case start(version: String)
    case stop(StopCause)
    /// The settings in force, by the SHA-256 of their file.
    case config(SHA256Digest)
    case reload(ReloadedPart, Adoption)
    /// How far the clock is off, in milliseconds, and whether logins to graded consoles go on.
    ///
    /// - Parameter milliseconds: to be added to the clock; `nil`: nobody knows.
    case clockOffset(milliseconds: Int?, isSafe: Bool)

    // The door.
    /// - Parameters:
    ///   - cause: how the handshake ended.
    ///   - times: how many alike this record speaks of.
    case tlsRefused(Reason?, serverName: RecordedText? = nil, cause: RecordedWord? = nil, times: Int? = nil)
    case loginOK
    /// `failures` counts those since the last success.
    case loginFailed(Reason, failures: Int?)
    case factorOK(FactorKind, AuthenticatorID)
    /// `cause` says more than the reason does, where there is more to say: a step of WebAuthn, for example.
    case factorFailed(FactorKind, Reason, failures: Int?, cause: RecordedWord? = nil)
    case lock(AuditTarget, Reason, until: UnixTime?)
    case unlock(AuditTarget)
    case disable(AccountName, Reason, ChangeGrounds = .none)
    case enable(AccountName)

    // The session.
    case sessionStart(until: UnixTime)
    case sessionStepUp(FactorKind)
    /// Ended by the person, by time, by an administrator, by a lock... The word comes from the sessions' own vocabulary.
    case sessionEnd(RecordedWord, of: AccountName?)

    /// Shown on a connection of another certificate than the one it was opened with.
    case sessionMisuse
    /// A login carried from the gate to a console's host by a one-time code.
    case handoff(HandoffStep)
    /// The same, from a browser to a terminal.
    case terminalCode(HandoffStep)

    // The request.
    /// Written before anything is forwarded, and for every refusal.
    case decision(Verdict, RequestLine)
    /// Written when a permitted request has ended.
    case access(Verdict, RequestLine, Exchange)

    // Telling people.
    case warningSent(channel: RecordedWord, to: AccountName?, about: RecordType, Delivery)
    /// An administrator had every channel try itself.
    case warningsTested
    /// What happened on a receiver's way.
    case forwarding(receiver: RecordedText, ForwardingStep, records: ClosedRange<UInt64>? = nil)

    // Watching.
    /// A watch rule found something.
    case anomaly(AnomalyFacts)
    /// What was done about it, or undone.
    case measure(MeasureFacts)
    /// Whether somebody looks on: the watch has stopped, or is back.
    case monitor(isWatching: Bool)

    // Administration. The subject of the record is who did it; the target is whom or what it changed.
    case accountChange(AccountName, ChangeKind, ChangeGrounds = .none)
    /// Somebody asked for an account, roles, an emergency opening or the terms of a service, or another person decided about it.
    case accountRequest(AccountName, RequestStep, RequestParties)
    /// Who answers for a service, from which networks it comes, until when.
    case serviceTerms(AccountName, owner: AccountName, networks: [RecordedText], until: UnixTime)
    /// Also of an account that was made: it comes with its rights.
    case roleChange(AccountName, before: [RoleName], after: [RoleName], ChangeGrounds = .none)
    /// A certificate is bound by its fingerprint, and taken away by what it was bound by.
    case certificateChange(
        AccountName, ChangeKind, BoundCertificate, device: DeviceID? = nil, grounds: ChangeGrounds = .none)
    /// - Parameter replacing: what goes out of use for the authenticator that was added, or is to go once it is confirmed.
    case factorChange(
        AccountName, FactorKind, ChangeKind, AuthenticatorID?, replacing: AuthenticatorID? = nil,
        grounds: ChangeGrounds = .none)
    /// - Parameter id: of a grant that the target names by its reference.
    case grantChange(AuditTarget, AccountName, ChangeKind, until: UnixTime?, id: RecordedText? = nil)
    case policyChange(before: SHA256Digest?, after: SHA256Digest?, Adoption, PolicyGrounds = .none)
    /// Somebody wrote, approved or dropped what may become the next policy.
    case policyDraft(PolicyDraftStep, PolicyDraftFacts)
    /// The folder says something that nobody brought there in the site's way: kept out. `found` is `nil` when it is no policy.
    case policyTamper(found: SHA256Digest?, serving: SHA256Digest)
    case keyEvent(AuditTarget, KeyUse)

    /// Somebody looked at people, sessions, locks or grants.
    case peopleRead
    /// Somebody began to watch who is connected, or ended after so long.
    case peopleWatched(for: Duration?)
    /// Somebody reached for a power they do not have, or an order came to nothing; which, where it would have undone a measure.
    case administrationRefused(Reason, RefusedUndoing? = nil)

    /// A review began to wait for somebody, or waits too long.
    case reviewTask(ReviewedTask, ReviewStep)
    /// Somebody signed it off: what they were shown, by its SHA-256, and how many findings they made.
    case reviewSigned(ReviewedTask, sheet: SHA256Digest?, findings: Int)
    /// A right stays although nobody uses it, or does not any more.
    case rightKept(RecordedText, ChangeKind, until: UnixTime?)

    /// A report that others made was put into the register or taken out of it, or the next one is overdue.
    case reportChange(ReportChange, ReportFacts)

    // The trail about itself.
    case segmentStart(version: String)
    case logGap(LogGap)
    /// - Parameter found: what was not as written; `nil`: nothing.
    case logVerified(first: UInt64, last: UInt64, found: TrailFlaw? = nil)
    /// Reading the records is recorded; the filter by its SHA-256, because it can name persons.
    case logRead(filter: SHA256Digest?)
    /// Records whose time is over are about to be deleted; or what was deleted is said again, because the record that said so goes too.
    case logDeleted(DeletedStretch, DeletionCause)
    /// Records of a time are kept whatever their time, or no longer.
    case logHold(RecordedText, HoldChange, from: UnixTime?, to: UnixTime?)
    /// A record that is shown in part was seen whole: its `event_id`.
    case logUnmasked(AuditTarget)
    /// Records were taken along: so many of those from `first` to `last`.
    case logExport(filter: SHA256Digest?, format: RecordedText, first: UInt64, last: UInt64, records: Int)
}

/// Something that a record names beside accounts: what kind of thing, and its own identifier.
public struct AuditTarget: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case account, certificate, issuer, organisation, network, role, console, session, grant, key, factor, everyone,
            policy, draft, segment, hold, review, right, record, report
    }

    let kind: Kind
    let name: RecordedText

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = RecordedText(name)
    }
}

/// Which certificate an account was given, or no longer has.
public enum BoundCertificate: Hashable, Sendable {
    /// By its fingerprint.
    case certificate(SHA256Digest)
    /// `key:64 hex digits`, or `serial:HEX issuer:RFC 4514`: a binding outlives the certificate it was made with.
    case binding(RecordedText)
}

/// What happens on the way of records to a receiver.
public enum ForwardingStep: String, CaseIterable, Sendable {
    /// Its certificate is not what it must be, or it wants another one of ours: nothing is sent.
    case peerRefused = "peer_refused"
    /// It has not taken records for five minutes.
    case stalled
    /// It has everything again.
    case caughtUp = "caught_up"
    /// Records were deleted before it had them.
    case gap
    /// It had records of another trail; it is sent this one from its beginning.
    case restarted
    /// It took records and says that it did not keep all of them.
    case rejected
}

public enum StopCause: String, CaseIterable, Sendable {
    case signal, drained, failure
}

public enum ReloadedPart: String, CaseIterable, Sendable {
    case serverCertificate = "server_certificate"
    /// Whom upstreams are believed by, and what they are shown.
    case upstreamTLS = "upstream_tls"
    case trust, revocations, settings, countries
}

/// Whether new content was taken over. Refused content leaves the old serving.
public enum Adoption: String, CaseIterable, Sendable {
    case adopted, refused
}

public enum Delivery: String, CaseIterable, Sendable {
    case delivered, failed
}

public enum ChangeKind: String, CaseIterable, Sendable {
    case added, changed, removed, reset, used
    case codeIssued = "code_issued"
    case suspended, resumed
    /// The terms of a service.
    case terms
    case renamed, lost, locked, assigned, resynchronised
    case resetAsked = "reset_asked"
    case resetApproved = "reset_approved"
    case resetCancelled = "reset_cancelled"
    /// Somebody answered for the rights, or did not in time.
    case reviewed, overdue
    /// The entry in the list of special-purpose accounts was looked at.
    case checked
    /// An emergency account, for an hour.
    case opened
}

/// A review, by its identifier and the period that it looks at.
public struct ReviewedTask: Hashable, Sendable {
    let id: RecordedText
    let period: RecordedText

    public init(id: String, period: String) {
        self.id = RecordedText(id)
        self.period = RecordedText(period)
    }
}

public enum ReviewStep: String, CaseIterable, Sendable {
    case opened, overdue
}

public enum RequestStep: String, CaseIterable, Sendable {
    case requested, approved, rejected, expired
    /// What was given is taken back.
    case withdrawn
}

/// Who stands behind a request about an account.
public struct RequestParties: Hashable, Sendable {
    let request: RecordedText
    let wish: RecordedText
    let applicant: RecordedText?
    let approver: RecordedText?
    let roles: [RoleName]

    /// - Parameters:
    ///   - wish: `account`, `roles`, `opening` or `service`.
    ///   - applicant: an account, or `uid:0` for the control socket.
    public init(request: String, wish: String, applicant: String?, approver: String?, roles: [RoleName]) {
        self.request = RecordedText(request)
        self.wish = RecordedText(wish)
        self.applicant = applicant.map { RecordedText($0) }
        self.approver = approver.map { RecordedText($0) }
        self.roles = roles
    }
}

public enum HandoffStep: String, CaseIterable, Sendable {
    case issued, redeemed, refused
}

public enum KeyUse: String, CaseIterable, Sendable {
    case created, used, rotated, destroyed
    /// Past the day by which it was to be replaced.
    case overdue
    /// Out of reach, and within reach again.
    case unavailable, restored
}

/// Where the trail is not what was written.
public struct TrailFlaw: Hashable, Sendable {
    let witness: RecordedText
    let place: RecordedText

    /// - Parameters:
    ///   - witness: what shows it: `chain`, `head` or `checkpoint`.
    ///   - place: the file and line.
    public init(shownBy witness: String, at place: String) {
        self.witness = RecordedText(witness)
        self.place = RecordedText(place)
    }
}

/// Records that are missing, and why that is known.
public enum LogGap: Hashable, Sendable {
    /// The node ended in the middle of a line. `bytes` of it are kept beside the segment; it was never acknowledged.
    case tornLine(bytes: Int)
    /// Records were refused while the trail could not be written; whoever asked for them was told so at once.
    case refused(records: Int, RefusalCause)
    /// An operator let a new trail begin behind a break; the old one lies, as it is, in this folder beside it.
    case continuedAfterBreak(folder: String)

    static let continuation = "continued_after_break"

    /// The folder that a record says the trail goes on from; `nil` for any other record.
    public static func continued(by record: ParsedRecord) -> String? {
        guard record.type == .logGap, record.text(.cause) == continuation else { return nil }
        return record.text(.object)
    }

    public enum RefusalCause: String, CaseIterable, Sendable {
        case diskFull = "disk_full"
        case inputOutput = "io_error"
        case queueFull = "queue_full"
    }
}
