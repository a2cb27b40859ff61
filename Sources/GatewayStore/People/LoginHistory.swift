public import GatewayIdentity

/// What a person is shown at login, to notice that somebody else was there (N2SF LI-7).
public struct LoginNotice: Hashable, Sendable {
    public let lastLogin: UnixTime?
    public let lastLoginFrom: NetworkAddress?
    /// Failed second factors since the last login.
    public let failuresSince: Int
    public let lastFailure: UnixTime?
    public let lastFailureFrom: NetworkAddress?

    public init(
        lastLogin: UnixTime?, lastLoginFrom: NetworkAddress?, failuresSince: Int, lastFailure: UnixTime?,
        lastFailureFrom: NetworkAddress?
    ) {
        self.lastLogin = lastLogin
        self.lastLoginFrom = lastLoginFrom
        self.failuresSince = failuresSince
        self.lastFailure = lastFailure
        self.lastFailureFrom = lastFailureFrom
    }

    public static let none = LoginNotice(
        lastLogin: nil, lastLoginFrom: nil, failuresSince: 0, lastFailure: nil, lastFailureFrom: nil)
}

public protocol LoginHistoryStore: Sendable {
    /// Notes a login and starts the count of failures anew.
    ///
    /// - Returns: what there was before, for the page that follows.
    /// - Parameter device: the browser's name for itself.
    func recordLogin(of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String)
        async throws(StoreError) -> LoginNotice

    func recordFailedLogin(of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String)
        async throws(StoreError)

    func loginNotice(of account: AccountName) async throws(StoreError) -> LoginNotice

    /// Newest first, at most `PastLogin.kept`: of each person no more are kept.
    func pastLogins(of account: AccountName) async throws(StoreError) -> [PastLogin]
}

/// A login or a failed one, as its owner may read of it.
public struct PastLogin: Hashable, Sendable {
    public static let kept = 30

    public let at: UnixTime
    /// `nil` when it cannot be read any more.
    public let from: NetworkAddress?
    /// The browser's name for itself; may be empty.
    public let device: String
    public let succeeded: Bool

    public init(at: UnixTime, from: NetworkAddress?, device: String, succeeded: Bool) {
        self.at = at
        self.from = from
        self.device = device
        self.succeeded = succeeded
    }
}
