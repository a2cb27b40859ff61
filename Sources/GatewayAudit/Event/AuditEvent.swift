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
    case clockOffset(milliseconds: Int, isSafe: Bool)

    // The door.
    case tlsRefused(Reason, serverName: RecordedText?)
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
    case sessionEnd(RecordedWord)

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
    case certificateChange(AccountName, ChangeKind, fingerprint: SHA256Digest, device: DeviceID? = nil)
    /// - Parameter replacing: what goes out of use for the authenticator that was added, or is to go once it is confirmed.
    case factorChange(
        AccountName, FactorKind, ChangeKind, AuthenticatorID?, replacing: AuthenticatorID? = nil,
        grounds: ChangeGrounds = .none)
    case grantChange(AuditTarget, AccountName, ChangeKind, until: UnixTime?)
    case policyChange(before: SHA256Digest?, after: SHA256Digest?, Adoption, PolicyGrounds = .none)
    /// Somebody wrote, approved or dropped what may become the next policy.
    case policyDraft(PolicyDraftStep, PolicyDraftFacts)
    /// The folder says something that nobody brought there in the site's way: kept out. `found` is `nil` when it is no policy.
    case policyTamper(found: SHA256Digest?, serving: SHA256Digest)
    case keyEvent(AuditTarget, KeyUse)

    /// Somebody looked at people, sessions, locks or grants.
    case peopleRead
    /// Somebody reached for a power they do not have, or an order came to nothing.
    case administrationRefused(Reason)

    // The trail about itself.
    case segmentStart(version: String)
    case logGap(LogGap)
    case logVerified(first: UInt64, last: UInt64, isWhole: Bool)
    /// Reading the records is recorded; the filter by its SHA-256, because it can name persons.
    case logRead(filter: SHA256Digest?)
}

/// Something that a record names beside accounts: what kind of thing, and its own identifier.
public struct AuditTarget: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case account, certificate, issuer, organisation, role, console, session, grant, key, factor, everyone, policy,
            draft
    }

    let kind: Kind
    let name: RecordedText

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = RecordedText(name)
    }
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

public enum RequestStep: String, CaseIterable, Sendable {
    case requested, approved, rejected, expired
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

/// Records that are missing, and why that is known.
public enum LogGap: Hashable, Sendable {
    /// The node ended in the middle of a line. `bytes` of it are kept beside the segment; it was never acknowledged.
    case tornLine(bytes: Int)
    /// Records were refused while the trail could not be written; whoever asked for them was told so at once.
    case refused(records: Int, RefusalCause)
    /// An operator let the trail go on behind a break, which stays visible to every verification.
    case continuedAfterBreak

    public enum RefusalCause: String, CaseIterable, Sendable {
        case diskFull = "disk_full"
        case inputOutput = "io_error"
        case queueFull = "queue_full"
    }
}
