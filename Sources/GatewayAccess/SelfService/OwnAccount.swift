internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewaySessions
public import GatewayStore

/// What a signed-in person sees and does about their own account.
public struct OwnAccount: Sendable {
    let core: AccessCore

    public struct Overview: Sendable {
        public let account: Account
        public let devices: [Device]
        /// Open ones, oldest first, this one too.
        public let sessions: [LiveSession]
        /// `nil`: recovery codes are not for this account.
        public let recoveryCodesLeft: Int?
        public let notice: LoginNotice
        /// Newest first.
        public let logins: [PastLogin]
        /// Those that are bound, as far as they were seen; the one that ends last first.
        public let certificates: [KnownCertificate]
        /// Running and future ones.
        public let grants: [PartnerGrant]
        /// Of the own factors, that is open.
        public let reset: FactorReset?
        /// Partners whom this person answers for.
        public let sponsored: [Account]
    }

    public enum RecoveryCodesOutcome: Sendable {
        /// To be shown once; the sheet before is void.
        case codes([String])
        /// Prove the second factor again first: the proof is older than five minutes.
        case freshFactorNeeded
        case notAllowed
    }

    /// How fresh the second factor must be to draw new recovery codes, and for changes at the desk.
    public static let freshness = Duration.seconds(300)

    /// - Returns: `nil` when the account is gone.
    public func overview(of session: LiveSession) async throws(AccessFailure) -> Overview? {
        guard let account = core.directory.value.accounts[session.account] else { return nil }
        let store = core.ports.store
        do throws(StoreError) {
            return Overview(
                account: account, devices: try await core.devices(of: account.name, at: core.now()),
                sessions: openSessions(of: account.name),
                recoveryCodesLeft: core.mayRecover(account)
                    ? try await store.remainingRecoveryCodes(of: account.name) : nil,
                notice: try await store.loginNotice(of: account.name),
                logins: try await store.pastLogins(of: account.name),
                certificates: core.bound(try await store.knownCertificates(of: account.name), to: account.name),
                grants: core.grantsAhead(at: core.now()).filter { $0.account == account.name },
                reset: try await core.openReset(of: account.name, at: core.now()),
                sponsored: core.sponsored(by: account.name, at: core.now()))
        } catch {
            throw AccessFailure(error)
        }
    }

    /// What the person can show beside the certificate; empty before the first enrolment.
    public func heldFactors(of account: AccountName) async throws(AccessFailure) -> Set<FactorKind> {
        do throws(StoreError) {
            let now = core.now()
            var held: Set<FactorKind> = []
            if try await !core.provingDevices(of: account, at: now).isEmpty { held.insert(.totp) }
            for key in try await core.ports.store.securityKeys(of: account) where key.state.isUsable {
                held.insert(key.kind)
            }
            return held
        } catch {
            throw AccessFailure(error)
        }
    }

    /// How many digits the longest code has that a device of the person shows.
    public func codeDigits(of account: AccountName) async throws(AccessFailure) -> Int {
        do throws(StoreError) {
            let now = core.now()
            let digits = try await core.provingDevices(of: account, at: now).map(\.digits.rawValue)
            return digits.max() ?? TOTPParameters.compatible.digits.rawValue
        } catch {
            throw AccessFailure(error)
        }
    }

    public func openSessions(of account: AccountName) -> [LiveSession] {
        let now = core.now()
        return core.registry.sessions(of: account).filter { !$0.hasEnded && $0.expiry(at: now) == nil }.sorted {
            $0.createdAt < $1.createdAt
        }
    }

    /// Ends the session and, through the epoch, every connection that lives by it.
    public func signOut(of session: LiveSession, requestID: RequestID) async throws(AccessFailure) {
        try await end([session], of: session, requestID)
    }

    /// - Returns: false when no open session of the same person has this id (any more).
    public func endSession(_ id: SessionID, of session: LiveSession, requestID: RequestID) async throws(AccessFailure)
        -> Bool
    {
        guard let other = openSessions(of: session.account).first(where: { $0.id == id }) else { return false }
        try await end([other], of: session, requestID)
        return true
    }

    /// - Returns: how many.
    public func endOtherSessions(of session: LiveSession, requestID: RequestID) async throws(AccessFailure) -> Int {
        let others = openSessions(of: session.account).filter { $0 !== session }
        try await end(others, of: session, requestID)
        return others.count
    }

    /// "This was not me": ends every session of the account, this one too, and locks it until a security administrator
    /// lifts that.
    public func disown(
        _ session: LiveSession, source: NetworkAddress, userAgent: String?, requestID: RequestID
    ) async throws(AccessFailure) {
        try await Disowning(
            core: core, session: session, source: source, userAgent: userAgent, requestID: requestID
        ).carryOut()
    }

    public func renewRecoveryCodes(of session: LiveSession, requestID: RequestID) async throws(AccessFailure)
        -> RecoveryCodesOutcome
    {
        let now = core.now()
        guard let account = core.directory.value.accounts[session.account], core.mayRecover(account) else {
            return .notAllowed
        }
        guard core.hasFreshSecondFactor(in: session, at: now) else { return .freshFactorNeeded }
        return .codes(try await core.drawRecoveryCodes(for: account, requestID: requestID, at: now))
    }

    private func end(_ sessions: [LiveSession], of session: LiveSession, _ requestID: RequestID)
        async throws(AccessFailure)
    {
        let order = SessionEnder.Order(
            cause: .logout, actor: .owner(session.account), requestID: requestID, at: core.now())
        guard !core.ender.end(sessions, order).isEmpty else { return }
        core.advanceEpoch()
        try await core.ender.writeDown()
    }
}

extension AccessCore {
    /// A new sheet: recorded, then stored as hashes, then told once.
    func drawRecoveryCodes(for account: Account, requestID: RequestID, at now: UnixTime) async throws(AccessFailure)
        -> [String]
    {
        do {
            let codes = try RecoveryCodes.make(random: ports.random)
            try await record([
                SecurityEvent(
                    .recoveryCodesRenewed, at: now, requestID: requestID, actor: .owner(account.name),
                    account: account.name, severity: .medium)
            ])
            try await ports.store.replaceRecoveryCodes(
                codes.map { $0.digest(for: .recovery, of: account.name) }, of: account.name)
            return codes.map(\.text)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}
