/// Retries that are left: a reserve to begin with, and a share of every request that comes, up to a limit.
///
/// However much fails, there are never more retries than `reserve` and that share of the requests, beside the first of each request with which nobody had
/// any work (`RetryRules.verdict`).
public struct RetryBudget: Hashable, Sendable {
    /// So many retries even before there were requests: enough for those under way when a member of a small group dies.
    public static let reserve = 20
    /// What a long quiet time may save up.
    public static let ceiling = 200

    /// Percent of a retry that each request brings.
    private let share: Int
    /// In hundredths of a retry.
    private var balance = reserve * 100

    public init(share: Int) { self.share = share }

    /// A request came; its retries are not counted here.
    public mutating func noteRequest() { balance = min(balance + share, Self.ceiling * 100) }

    mutating func take() -> Bool {
        guard balance >= 100 else { return false }
        balance -= 100
        return true
    }
}
