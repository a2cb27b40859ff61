public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity
internal import GatewaySessions
public import GatewayStore
internal import GatewayVault

/// A hardware token to be taken into stock, as its maker's file has it.
public struct NewToken: Sendable {
    public let serial: String
    public let manufacturer: String
    public let moving: StockToken.Moving
    public let parameters: TOTPParameters
    public let validity: Validity
    public let secret: SecretBytes

    public init(
        serial: String, manufacturer: String, moving: StockToken.Moving, parameters: TOTPParameters,
        validity: Validity, secret: SecretBytes
    ) {
        self.serial = serial
        self.manufacturer = manufacturer
        self.moving = moving
        self.parameters = parameters
        self.validity = validity
        self.secret = secret
    }
}

extension Administration {
    /// In one import.
    public static let tokenLimit = 4000

    /// Seals the seeds and takes all tokens into stock, or none.
    public func importTokens(_ tokens: [NewToken], _ mandate: Mandate) async throws(AdministrationProblem) {
        let serials = tokens.map(\.serial).sorted()
        let details = [
            "tokens": "\(tokens.count)", "first": serials.first ?? "", "last": serials.last ?? "",
        ]
        try await carryOut(.tokensImported, mandate, details: details, severity: .medium, over: .node) {
            () throws(AdministrationProblem) in
            guard (1...Self.tokenLimit).contains(tokens.count) else { throw .tokenCount(tokens.count) }
            guard Set(serials).count == serials.count else { throw .conflict(.tokenExists) }
        } _: { now in
            var sealed: [SeededToken] = []
            for token in tokens {
                let stocked = StockToken(
                    serial: token.serial, manufacturer: token.manufacturer, moving: token.moving,
                    parameters: token.parameters, validity: token.validity, importedAt: now,
                    importedBy: mandate.actor.storedName)
                sealed.append(
                    SeededToken(
                        stocked,
                        secret: try await core.ports.vault.seal(token.secret, for: StockToken.binding(of: token.serial))
                    ))
            }
            try await core.ports.store.insert(sealed)
        }
    }

    /// Gives a token out of the drawer to a person. It counts from its first code on, which has to come within two weeks:
    /// at the login of somebody who has nothing else, else on their own page.
    ///
    /// - Parameter old: what goes out of use with that code, by its id or its serial number; `nil` for nothing.
    public func assignToken(
        _ serial: String, to name: AccountName, inPlaceOf old: String? = nil, _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        try await awaitEverybody()
        guard try await !wouldReplaceAll(of: try requirePerson(name)) else { throw .resetNeedsApproval }
        let replaced = try await replaceable(old, of: name)
        var details = ["serial": serial]
        details["replaces"] = replaced?.text
        try await carryOut(.tokenAssigned, mandate, on: name, details: details, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            let store = core.ports.store
            guard let seeded = try await store.seededToken(serial) else {
                throw AdministrationProblem.notFound(.stockToken)
            }
            let secret = try await core.ports.vault.open(seeded.secret, for: StockToken.binding(of: serial))
            let device = try await pending(seeded.token, secret, of: name, inPlaceOf: replaced, at: now)
            guard try await store.assignToken(as: device, at: now) else {
                throw AdministrationProblem.notFound(.stockToken)
            }
        }
        core.warn(
            .factorAdded, .medium, about: name, from: nil, requestID: mandate.requestID, at: core.now(),
            owner: true)
    }

    /// Takes a token out of use for good, in the drawer or with its owner, whose sessions end.
    public func revokeToken(_ serial: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let owner = try await token(serial).owner
        try await carryOut(
            .tokenRevoked, mandate, on: owner?.account, details: ["serial": serial], severity: .high,
            over: owner == nil ? .node : .people
        ) { now in
            // Out of its owner's hands first: ordered again where it was cut off, the order goes on from there.
            if let owner {
                _ = try await core.ports.store.apply(.revoked, to: owner.id, of: owner.account, at: now)
                try await end(core.registry.sessions(of: owner.account), .administrator, mandate, at: now)
            }
            guard try await core.ports.store.revokeToken(serial, at: now) else {
                throw AdministrationProblem.notFound(.stockToken)
            }
        }
    }

    /// A token for somebody who has nothing to confirm it by is as good as a reset: where that has to be approved, only one that
    /// was carried out within a day opens this way (`FirstCodeRule`).
    private func wouldReplaceAll(of account: Account) async throws(AdministrationProblem) -> Bool {
        guard try await needsApproval(account) else { return false }
        let now = core.now()
        return try await reading { () throws(StoreError) in
            let known = try await core.ports.store.authenticators(of: account.name)
            guard !known.contains(where: \.state.isUsable) else { return false }
            let resets = try await core.ports.store.resets(of: account.name)
            let rule = FirstCodeRule(known: known, resets: resets, needsApproval: true, now: now)
            return !rule.holds(forTokenGivenAt: now)
        }
    }

    /// The newest that goes by that id or serial number: one token may have been given to a person more than once.
    private func replaceable(_ old: String?, of name: AccountName) async throws(AdministrationProblem)
        -> AuthenticatorID?
    {
        guard let old else { return nil }
        let held = try await reading { () throws(StoreError) in try await core.ports.store.authenticators(of: name) }
        guard let found = held.last(where: { $0.state.isReplaceable && ($0.id.text == old || $0.serial == old) }) else {
            throw .notReplaceable(name)
        }
        return found.id
    }

    private func pending(
        _ token: StockToken, _ secret: SecretBytes, of account: AccountName, inPlaceOf old: AuthenticatorID?,
        at now: UnixTime
    ) async throws -> OneTimeCodeDevice {
        let id = AuthenticatorID("\(token.kind.rawValue)-" + (try core.identifier()))
        // A token is another device than any computer: nobody has to declare it.
        let authenticator = Authenticator(
            id: id, account: account, kind: token.kind, label: token.serial, serial: token.serial,
            isSeparateDevice: true, validity: token.validity, replaces: old,
            state: .pending(until: now + Enrolment.tokenConfirmationLifetime), createdAt: now)
        switch token.moving {
        case .counter(let next):
            let sealed = try await core.ports.vault.seal(secret, for: HOTPDevice.binding(of: id, account: account))
            return .hotp(HOTPDevice(authenticator, parameters: token.parameters, secret: sealed, next: next))
        case .time(let drift):
            let sealed = try await core.ports.vault.seal(secret, for: TOTPDevice.binding(of: id, account: account))
            return .totp(TOTPDevice(authenticator, parameters: token.parameters, secret: sealed, drift: drift))
        }
    }

    // MARK: Reading

    /// Which of these an import would stumble over.
    public func knownTokens(among serials: [String], readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [String]
    {
        guard serials.count <= Self.tokenLimit else { throw .tokenCount(serials.count) }
        try await noteReading("tokens", actor, requestID)
        return try await reading { () throws(StoreError) in try await core.ports.store.knownTokens(among: serials) }
    }

    /// In order of serial numbers.
    public func tokens(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [StockToken] {
        try await noteReading("tokens", actor, requestID)
        return try await reading { () throws(StoreError) in
            var tokens: [StockToken] = []
            while true {
                let page = try await core.ports.store.stockTokens(after: tokens.last?.serial, limit: 1000)
                tokens += page
                if page.count < 1000 { return tokens }
            }
        }
    }

    public func token(_ serial: String, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> StockToken
    {
        try await noteReading("token", actor, requestID)
        return try await token(serial)
    }

    func token(_ serial: String) async throws(AdministrationProblem) -> StockToken {
        let found = try await reading { () throws(StoreError) in try await core.ports.store.stockToken(serial) }
        guard let found else { throw .notFound(.stockToken) }
        return found
    }

    func reading<Value>(_ read: () async throws(StoreError) -> Value) async throws(AdministrationProblem) -> Value {
        do throws(StoreError) { return try await read() } catch { throw AdministrationProblem(error) }
    }
}

extension StockToken {
    /// Who has it, and as which authenticator.
    var owner: (account: AccountName, id: AuthenticatorID)? {
        switch state {
        case .waiting, .revoked: nil
        case .assigned(let account, let id, _): (account, id)
        }
    }
}
