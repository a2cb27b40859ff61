/// What an authenticator tells of itself.
public struct PAMCounts: Hashable, Sendable {
    /// Helper processes that run, those that wait for a person among them.
    public let helpers: Int
    /// Helpers started so far: more than were ever needed at once means that some had to be replaced.
    public let starts: Int
    /// Requests that wait for a helper.
    public let queue: Int
    /// Attempts that got no answer, by why.
    public let failures: [PAMHelperFailure.Kind: Int]

    /// Of where there is no PAM.
    public static let none = PAMCounts(helpers: 0, starts: 0, queue: 0, failures: [:])
}
