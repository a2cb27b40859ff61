public import GatewayFactors
public import GatewayIdentity

/// An app, a hardware token or a security key of one person: what all of them have, and nothing secret.
public struct Authenticator: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Codes by the clock (RFC 6238): an app, or a token with a clock.
        case totp
        /// Codes by a counter (RFC 4226): a token with a button.
        case hotp
        /// A security key, or what a device has built in.
        case webauthn
    }

    public let id: AuthenticatorID
    public let account: AccountName
    public let kind: Kind
    /// What its owner calls it.
    public let label: String
    /// The number on a hardware token, `nil` for an app or a key.
    public let serial: String?
    /// Its owner declared it to be another device than the one they work on (N2SF MA-3). Nobody can verify that.
    public let isSeparateDevice: Bool
    public let validity: Validity
    /// The one of the same account that goes out of use when this one is confirmed, if it is still there to be replaced.
    public let replaces: AuthenticatorID?
    public let state: AuthenticatorState
    public let createdAt: UnixTime

    public init(
        id: AuthenticatorID, account: AccountName, kind: Kind, label: String, serial: String? = nil,
        isSeparateDevice: Bool = false, validity: Validity = .always, replaces: AuthenticatorID? = nil,
        state: AuthenticatorState, createdAt: UnixTime
    ) {
        self.id = id
        self.account = account
        self.kind = kind
        self.label = label
        self.serial = serial
        self.isSeparateDevice = isSeparateDevice
        self.validity = validity
        self.replaces = replaces
        self.state = state
        self.createdAt = createdAt
    }
}

extension Authenticator {
    /// Whether a code of it may count: an active one's, and the first one of a hardware token that was given to its owner, which
    /// confirms it.
    public func mayProve(at now: UnixTime) -> Bool {
        guard validity.holds(at: now) else { return false }
        switch state {
        case .active: return true
        case .pending(let until): return serial != nil && now < until
        case .locked, .copied, .lost, .replaced, .revoked: return false
        }
    }
}

public protocol AuthenticatorStore: Sendable {
    /// Of every kind and in every state, what ended long ago too; oldest first.
    func authenticators(of account: AccountName) async throws(StoreError) -> [Authenticator]

    /// Gives it another name.
    ///
    /// - Returns: `false` when the account has no such authenticator.
    func renameAuthenticator(_ id: AuthenticatorID, of account: AccountName, to label: String)
        async throws(StoreError) -> Bool

    /// Moves it from the state it was seen in to another. What is for good destroys its secret with it.
    ///
    /// - Returns: `false` when it is in another state by now, or of another account: look again, and decide again.
    func moveAuthenticator(
        _ id: AuthenticatorID, of account: AccountName, from: AuthenticatorState, to: AuthenticatorState
    ) async throws(StoreError) -> Bool

    /// Revokes an active one while another active one is left, whoever else takes one away at the same time.
    ///
    /// - Returns: `false` when it is the last, or not active.
    func revokeUnlessLast(_ id: AuthenticatorID, of account: AccountName, at: UnixTime) async throws(StoreError) -> Bool
}

extension AuthenticatorStore {
    /// Lets something happen to an authenticator, if that is possible in the state it is in.
    ///
    /// - Returns: the new state; `nil` when there is no such authenticator or nothing changed.
    /// - Throws: `.busy` when it changed under every try.
    public func apply(
        _ event: AuthenticatorEvent, to id: AuthenticatorID, of account: AccountName, at now: UnixTime
    ) async throws(StoreError) -> AuthenticatorState? {
        for _ in 0..<4 {
            let found = try await authenticators(of: account).first { $0.id == id }
            guard let found, let next = found.state.after(event, at: now) else { return nil }
            if try await moveAuthenticator(id, of: account, from: found.state, to: next) { return next }
        }
        throw .busy
    }
}
