internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// The owner's half of an unlock under strict limits: an administrator ordered it, and gave them a code on another way.
///
/// The code is used up, whatever comes of it. It gives one try under the lock to the factors beside it; when all of them were right the
/// unlock is recorded, then the locks are lifted: whatever fails in between leaves them. A wrong code counts against the source alone,
/// because eighty random bits are not guessed.
struct UnlockByOwner {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let now: UnixTime

    /// An administrator's, whose code was shown and is used up.
    struct Order: Sendable {
        /// Of the request that it came with.
        fileprivate let request: String
    }

    /// - Returns: `nil` for a code that is wrong, used, too old, or of an order that another one followed; which is told to nobody.
    func begin(with typed: String) async throws(AccessFailure) -> Order? {
        do {
            guard let code = ReadableCode(typed: typed),
                let request = try await core.ports.store.consume(
                    code.digest(for: .unlock, of: account.name), for: .unlock, at: now)
            else {
                core.noteFailure(from: visitor.source, weighing: 2, requestID: visitor.requestID)
                try await core.record([event(.signInRefused, .failure, reason: .factorFailed)])
                return nil
            }
            return Order(request: request)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// After every factor that was shown beside the code was right.
    func complete(_ order: Order) async throws(AccessFailure) {
        do {
            try await core.record([event(.accountUnlocked, .success, stated: "ordered under \(order.request)")])
            try await core.unlockAll(of: account.name, at: now)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ outcome: SecurityEvent.Outcome, reason: Reason? = nil, stated: String? = nil
    ) -> SecurityEvent {
        SecurityEvent(
            kind, outcome, at: now, requestID: visitor.requestID, actor: .owner(account.name), account: account.name,
            reason: reason, roles: account.roles.sorted(), certificate: visitor.certificate, source: visitor.source,
            severity: .medium, statedReason: stated)
    }
}

extension AccessCore {
    /// Lifts the locks that failed attempts brought, of every kind of factor, and of the authenticators that are
    /// exhausted.
    func unlockAll(of account: AccountName, at now: UnixTime) async throws(AccessFailure) {
        try await liftLocks(on: FactorKind.allCases.filter { $0 != .certificate }, of: account)
        do throws(StoreError) {
            for authenticator in try await ports.store.authenticators(of: account) {
                _ = try await ports.store.apply(.unlocked, to: authenticator.id, of: account, at: now)
            }
        } catch {
            throw AccessFailure(error)
        }
    }

    /// Lifts the locks that failed attempts brought of some kinds of factor.
    func liftLocks(on kinds: [FactorKind], of account: AccountName) async throws(AccessFailure) {
        do throws(StoreError) {
            for kind in kinds { try await ports.store.unlock(AttemptKey(account: account, factor: kind)) }
        } catch {
            throw AccessFailure(error)
        }
    }
}
