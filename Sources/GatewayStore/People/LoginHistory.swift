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
    func recordLogin(of account: AccountName, at: UnixTime, from: NetworkAddress) async throws(StoreError)
        -> LoginNotice

    func recordFailedLogin(of account: AccountName, at: UnixTime, from: NetworkAddress) async throws(StoreError)

    func loginNotice(of account: AccountName) async throws(StoreError) -> LoginNotice
}
