internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewayPages
internal import GatewayStore

// MARK: - The own authenticators

extension AccountPages: FactorService {
    public func beginApp(
        _ declaration: FactorDeclaration, inPlaceOf old: FactorHandle?, of session: OpenSession,
        visit: GatewayPages.Visit
    ) async throws(ServiceUnavailable) -> FactorStart {
        let live = try live(session, visit)
        guard let declared = DeviceDeclaration(declaration) else { return .badName }
        switch try await asking({ () throws(AccessFailure) in
            try await access.ownAccount.beginApp(
                declared, inPlaceOf: old.map { AuthenticatorID($0.text) }, of: live, by: visitor(visit))
        }) {
        case .begun(let offer): return .begun(PendingEnrolment(offer.device.text), TOTPOffer(offer))
        case .freshFactorNeeded: return .freshFactorNeeded
        case .notReplaceable: return .notReplaceable
        case .tooMany: return .tooMany
        }
    }

    public func confirmToken(
        _ handle: FactorHandle, with code: String, of session: OpenSession, visit: GatewayPages.Visit
    ) async throws(ServiceUnavailable) -> FactorChange {
        let live = try live(session, visit)
        return FactorChange(
            try await asking { () throws(AccessFailure) in
                try await access.ownAccount.confirmToken(
                    AuthenticatorID(handle.text), with: code, of: live, by: visitor(visit))
            })
    }

    public func rename(_ handle: FactorHandle, to name: String, of session: OpenSession, visit: GatewayPages.Visit)
        async throws(ServiceUnavailable) -> FactorChange
    {
        let live = try live(session, visit)
        guard let label = AuthenticatorLabel(name) else { return .badName }
        return FactorChange(
            try await asking { () throws(AccessFailure) in
                try await access.ownAccount.renameDevice(
                    AuthenticatorID(handle.text), to: label, of: live, requestID: visit.requestID)
            })
    }

    public func reportLost(_ handle: FactorHandle, of session: OpenSession, visit: GatewayPages.Visit)
        async throws(ServiceUnavailable) -> FactorChange
    {
        let live = try live(session, visit)
        return FactorChange(
            try await asking { () throws(AccessFailure) in
                try await access.ownAccount.reportLost(
                    AuthenticatorID(handle.text), of: live, requestID: visit.requestID)
            })
    }

    public func remove(_ handle: FactorHandle, of session: OpenSession, visit: GatewayPages.Visit)
        async throws(ServiceUnavailable) -> FactorChange
    {
        let live = try live(session, visit)
        return FactorChange(
            try await asking { () throws(AccessFailure) in
                try await access.ownAccount.removeDevice(
                    AuthenticatorID(handle.text), of: live, requestID: visit.requestID)
            })
    }

    public func chooseLanguage(_ language: Language, of session: OpenSession, visit: GatewayPages.Visit)
        async throws(ServiceUnavailable)
    {
        let live = try live(session, visit)
        try await asking { () throws(AccessFailure) in
            try await access.ownAccount.chooseLanguage(language, of: live, requestID: visit.requestID)
        }
    }

    public func openReset(visit: GatewayPages.Visit) async throws(ServiceUnavailable) -> ResetSummary? {
        try await asking { () throws(AccessFailure) in try await access.ownAccount.openReset(of: visitor(visit)) }
            .map { ResetSummary($0) }
    }

    public func cancelReset(visit: GatewayPages.Visit) async throws(ServiceUnavailable) -> Bool {
        try await asking { () throws(AccessFailure) in try await access.ownAccount.cancelReset(of: visitor(visit)) }
    }

    public func askReset(
        of partner: AccountName, because reason: String, of session: OpenSession, visit: GatewayPages.Visit
    ) async throws(ServiceUnavailable) -> ResetAsked {
        let live = try live(session, visit)
        guard let stated = StatedReason(reason) else { return .badReason }
        switch try await asking({ () throws(AccessFailure) in
            try await access.ownAccount.askReset(of: partner, because: stated, of: live, requestID: visit.requestID)
        }) {
        case .asked: return .asked
        case .freshFactorNeeded: return .freshFactorNeeded
        case .alreadyOpen: return .alreadyOpen
        case .notAllowed: return .notAllowed
        }
    }
}

// MARK: - Into the words of the pages

extension TOTPOffer {
    init(_ offer: TOTPEnrolment.Offer) {
        self.init(
            uri: offer.uri, secret: offer.base32Secret, digits: offer.parameters.digits.rawValue,
            periodSeconds: Int(offer.parameters.period.rawValue), algorithm: offer.parameters.algorithm.rawValue)
    }
}

extension DeviceDeclaration {
    /// `nil` when the name is no name; none at all is one.
    init?(_ declaration: FactorDeclaration) {
        if declaration.name.isEmpty {
            self.init(isSeparateDevice: declaration.isSeparateDevice)
        } else {
            guard let label = AuthenticatorLabel(declaration.name) else { return nil }
            self.init(label: label, isSeparateDevice: declaration.isSeparateDevice)
        }
    }
}

extension FactorChange {
    init(_ change: OwnAccount.DeviceChange) {
        switch change {
        case .done: self = .done
        case .freshFactorNeeded: self = .freshFactorNeeded
        case .lastOne: self = .lastOne
        case .notPossible: self = .notPossible
        case .refused: self = .refused
        }
    }
}

extension ResetSummary {
    init(_ reset: FactorReset) {
        switch reset.state {
        case .asked, .cancelled, .done: self.init(askedAt: reset.askedAt, effectiveAt: nil)
        case .approved(let approval): self.init(askedAt: reset.askedAt, effectiveAt: approval.effective)
        }
    }
}

extension PastVisit {
    /// A place is the name of its zone, else the address with its second half masked (compliance profile 2.8).
    init(_ login: PastLogin, zone: (NetworkAddress) -> String?) {
        self.init(
            at: login.at, place: login.from.map { zone($0) ?? $0.masked } ?? "-",
            userAgent: login.device.isEmpty ? nil : login.device, succeeded: login.succeeded)
    }
}

extension RegisteredFactor {
    /// - Parameter all: the person's, for the names of those that replace each other.
    init(_ device: OwnAccount.Device, among all: [OwnAccount.Device]) {
        let authenticator = device.authenticator
        func name(of id: AuthenticatorID?) -> String? { all.first { $0.id == id }?.authenticator.label }
        let (state, at) = Self.state(of: authenticator)
        self.init(
            handle: FactorHandle(authenticator.id.text), kind: Kind(authenticator), label: authenticator.label,
            serial: authenticator.serial, isSeparateDevice: authenticator.isSeparateDevice, state: state, stateAt: at,
            registeredAt: authenticator.createdAt, lastUsedAt: device.lastUsed, endsAt: authenticator.validity.ends,
            replaces: name(of: authenticator.replaces), replacedBy: name(of: authenticator.successor))
    }

    private static func state(of authenticator: Authenticator) -> (State, UnixTime) {
        switch authenticator.state {
        case .pending(let until): (.pending, until)
        case .active(let since): (.active, since)
        case .locked(let since): (.locked, since)
        case .copied(let since): (.copied, since)
        case .lost(let since): (.lost, since)
        case .replaced(let since, _): (.replaced, since)
        case .revoked(let since): (.revoked, since)
        }
    }
}

extension Authenticator {
    fileprivate var successor: AuthenticatorID? {
        switch state {
        case .replaced(_, let successor): successor
        case .pending, .active, .locked, .copied, .lost, .revoked: nil
        }
    }
}

extension RegisteredFactor.Kind {
    fileprivate init(_ authenticator: Authenticator) {
        switch authenticator.kind {
        case .totp: self = authenticator.serial == nil ? .app : .clockToken
        case .hotp: self = .buttonToken
        case .webauthn: self = .securityKey
        }
    }
}
