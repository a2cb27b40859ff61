public import GatewayIdentity

/// A step of a draft on its way into force.
public enum PolicyDraftStep: String, CaseIterable, Sendable {
    case proposed, edited, dropped, approved, rejected, scheduled
    /// It was due, and could not be taken into use.
    case overtaken
    /// Another person stood behind an emergency change after all.
    case ratified
    /// Nobody did, and what was before cannot come back: nobody gets anywhere but to the desk.
    case suspended
    /// It came to nothing long ago, and is deleted.
    case forgotten
    /// Records say what it would have answered, for a while.
    case trialStarted = "trial_started"
    case trialEnded = "trial_ended"
}

/// Which draft of the policy, and what it says.
public struct PolicyDraftFacts: Hashable, Sendable {
    /// Its identifier.
    let draft: RecordedText
    /// Of its files with their tests.
    let bundle: SHA256Digest?
    /// What an approval stands for: files, base and examination together.
    let seal: SHA256Digest?
    let author: RecordedText?
    let approver: RecordedText?
    /// When it is to come into force, or until when it may, or is on trial.
    let due: UnixTime?
    /// As records name it while it is on trial.
    let trial: SHA256Digest?

    public init(
        draft: String, bundle: SHA256Digest? = nil, seal: SHA256Digest? = nil, author: String? = nil,
        approver: String? = nil, due: UnixTime? = nil, trial: SHA256Digest? = nil
    ) {
        self.draft = RecordedText(draft)
        self.bundle = bundle
        self.seal = seal
        self.author = author.map { RecordedText($0) }
        self.approver = approver.map { RecordedText($0) }
        self.due = due
        self.trial = trial
    }
}

/// How a policy came into force.
public enum PolicyCause: String, CaseIterable, Sendable {
    /// The first one, from the folder.
    case founding
    /// By two people.
    case change, rollback
    /// By one, for some hours.
    case emergency
    /// The one before came back by itself.
    case restored
    /// From the folder, where that is the truth.
    case file
    case signedFile = "signed_file"
    /// It was in force already when the node started.
    case start
}

/// On what grounds another policy came into force.
public struct PolicyGrounds: Hashable, Sendable {
    public static let none = PolicyGrounds()
    /// As many of those who wrote in it are named. Each has a record of their own writing beside.
    public static let mostWriters = 64

    let version: RecordedText?
    let cause: PolicyCause?
    let draft: RecordedText?
    let author: RecordedText?
    /// Everybody who wrote in it, the author first.
    let writers: [RecordedText]
    let approver: RecordedText?
    let until: UnixTime?

    /// - Parameters:
    ///   - writers: everybody who wrote in it, the author first; one alone, or none, is left out.
    ///   - until: of an emergency change.
    public init(
        version: String? = nil, cause: PolicyCause? = nil, draft: String? = nil, author: String? = nil,
        writers: [String] = [], approver: String? = nil, until: UnixTime? = nil
    ) {
        self.version = version.map { RecordedText($0) }
        self.cause = cause
        self.draft = draft.map { RecordedText($0) }
        self.author = author.map { RecordedText($0) }
        self.writers = writers.count > 1 ? writers.prefix(Self.mostWriters).map { RecordedText($0) } : []
        self.approver = approver.map { RecordedText($0) }
        self.until = until
    }
}

extension RecordBuffer {
    mutating func facts(_ facts: PolicyDraftFacts) {
        field(.until, facts.due)
        field(.objectType, AuditTarget.Kind.draft)
        field(.object, facts.draft.text)
        field(.before, facts.seal)
        field(.after, facts.bundle)
        field(.applicant, facts.author?.text)
        field(.approver, facts.approver?.text)
        field(.trialPolicy, facts.trial)
    }

    mutating func grounds(_ grounds: PolicyGrounds) {
        field(.cause, grounds.cause)
        field(.until, grounds.until)
        if let version = grounds.version {
            field(.objectType, AuditTarget.Kind.policy)
            field(.object, version.text)
        }
        field(.request, grounds.draft?.text)
        field(.applicant, grounds.author?.text)
        field(.approver, grounds.approver?.text)
        if !grounds.writers.isEmpty { field(.writers, grounds.writers.map(\.text)) }
    }
}
