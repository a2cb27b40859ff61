/// On what grounds something about an account changed: who asked, who allowed it, by which request, or why nobody had to
/// be asked.
public struct ChangeGrounds: Hashable, Sendable {
    public static let none = ChangeGrounds()

    let request: RecordedText?
    let cause: ChangeCause?
    let applicant: RecordedText?
    let approver: RecordedText?

    /// - Parameters:
    ///   - request: the identifier of a request about the account, or of one to reset its factors.
    ///   - applicant: an account, or `uid:0` for the control socket.
    public init(
        request: String? = nil, cause: ChangeCause? = nil, applicant: String? = nil, approver: String? = nil
    ) {
        self.request = request.map { RecordedText($0) }
        self.cause = cause
        self.applicant = applicant.map { RecordedText($0) }
        self.approver = approver.map { RecordedText($0) }
    }
}

/// Why a change waited for no decision of another person.
public enum ChangeCause: String, CaseIterable, Sendable {
    /// There were fewer than two security administrators, so that nobody could have approved it.
    case founding
    /// The site lets one person decide.
    case singlePerson = "single_person"
    /// Whoever entered the personnel system into the list approved beforehand what it brings.
    case standing
    /// Nobody used the account.
    case unused
    /// Nobody answered for the account's rights in time.
    case reviewOverdue = "review_overdue"
    /// All of a partner's grants are over, and what they received is to be destroyed.
    case grantsOver = "grants_over"
}

extension RecordBuffer {
    mutating func grounds(_ grounds: ChangeGrounds) {
        field(.request, grounds.request?.text)
        field(.cause, grounds.cause)
        field(.applicant, grounds.applicant?.text)
        field(.approver, grounds.approver?.text)
    }
}
