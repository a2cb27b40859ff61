public import GatewayIdentity

/// An authenticator of the person who reads the page.
public struct RegisteredFactor: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
        case app
        /// A token with a clock, or with a button.
        case clockToken, buttonToken
        case securityKey
    }

    public enum State: Hashable, Sendable, CaseIterable {
        case pending, active, locked, copied, lost, replaced, revoked
    }

    public let handle: FactorHandle
    public let kind: Kind
    /// What its owner calls it.
    public let label: String
    public let serial: String?
    /// As its owner declared it.
    public let isSeparateDevice: Bool
    public let state: State
    /// Until when a pending one may be confirmed; since when every other state holds.
    public let stateAt: UnixTime
    public let registeredAt: UnixTime
    public let lastUsedAt: UnixTime?
    /// From its maker.
    public let endsAt: UnixTime?
    /// What its owner calls the one that goes, or went, out of use with its confirmation.
    public let replaces: String?
    /// Of a replaced one: what its owner calls the one that took its place.
    public let replacedBy: String?

    public init(
        handle: FactorHandle, kind: Kind, label: String, serial: String? = nil, isSeparateDevice: Bool = false,
        state: State, stateAt: UnixTime, registeredAt: UnixTime, lastUsedAt: UnixTime?, endsAt: UnixTime? = nil,
        replaces: String? = nil, replacedBy: String? = nil
    ) {
        self.handle = handle
        self.kind = kind
        self.label = label
        self.serial = serial
        self.isSeparateDevice = isSeparateDevice
        self.state = state
        self.stateAt = stateAt
        self.registeredAt = registeredAt
        self.lastUsedAt = lastUsedAt
        self.endsAt = endsAt
        self.replaces = replaces
        self.replacedBy = replacedBy
    }
}

/// Names an authenticator in a form; opens nothing.
public struct FactorHandle: Hashable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A certificate that is bound to the person, as it was seen.
public struct CertificateSummary: Hashable, Sendable {
    public let issuer: String
    public let serial: String
    public let notBefore: UnixTime
    public let notAfter: UnixTime

    public init(issuer: String, serial: String, notBefore: UnixTime, notAfter: UnixTime) {
        self.issuer = issuer
        self.serial = serial
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// A permission of the person.
public struct GrantSummary: Hashable, Sendable {
    public let consoles: [ConsoleID]
    public let reference: String
    public let from: UnixTime
    /// Exclusive.
    public let to: UnixTime

    public init(consoles: [ConsoleID], reference: String, from: UnixTime, to: UnixTime) {
        self.consoles = consoles
        self.reference = reference
        self.from = from
        self.to = to
    }
}

/// A request to take the person's factors away.
public struct ResetSummary: Hashable, Sendable {
    public let askedAt: UnixTime
    /// `nil`: nobody has approved it yet.
    public let effectiveAt: UnixTime?

    public init(askedAt: UnixTime, effectiveAt: UnixTime?) {
        self.askedAt = askedAt
        self.effectiveAt = effectiveAt
    }
}

/// Somebody whom the person answers for.
public struct PartnerSummary: Hashable, Sendable {
    public let account: AccountName
    public let displayName: String

    public init(account: AccountName, displayName: String) {
        self.account = account
        self.displayName = displayName
    }
}
