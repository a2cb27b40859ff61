public import GatewayIdentity
public import GatewayStore

/// What somebody does about a reset of their own factors, or of a partner's whom they answer for.
extension OwnAccount {
    public enum ResetAsked: Sendable {
        case asked
        /// Prove a second factor again first: the proof is older than five minutes.
        case freshFactorNeeded
        /// There is one, which is not decided yet or waits for its time.
        case alreadyOpen
        /// Not a partner whom this person answers for.
        case notAllowed
    }

    /// The request that is open about the owner of a certificate: told before any second factor, so that whoever lost theirs
    /// can still say no.
    public func openReset(of visitor: VerifiedVisitor) async throws(AccessFailure) -> FactorReset? {
        guard isHolder(visitor) else { return nil }
        do throws(StoreError) {
            return try await core.openReset(of: visitor.account, at: core.now())
        } catch {
            throw AccessFailure(error)
        }
    }

    /// One press, by the certificate alone: the worst that somebody else does with it is that nothing is reset.
    ///
    /// - Returns: whether there was one.
    public func cancelReset(of visitor: VerifiedVisitor) async throws(AccessFailure) -> Bool {
        guard isHolder(visitor), let reset = try await openReset(of: visitor) else { return false }
        let now = core.now()
        do {
            try await core.record([
                SecurityEvent(
                    .factorResetCancelled, at: now, requestID: visitor.requestID, actor: .owner(visitor.account),
                    account: visitor.account, certificate: visitor.certificate, source: visitor.source,
                    severity: .high, details: ["reset": reset.id, "asked_by": reset.askedBy.text])
            ])
            guard try await core.ports.store.cancelReset(reset.id, by: visitor.account, at: now) else { return false }
        } catch {
            throw AccessFailure(wrapping: error)
        }
        // Somebody asked for what its owner did not want: the officer has to know.
        core.warn(
            .factorResetCancelled, .high, about: visitor.account, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID, at: now, owner: true)
        return true
    }

    /// As the sponsor of a partner. Nothing is reset by it: a security administrator has to approve (T79).
    public func askReset(
        of partner: AccountName, because reason: StatedReason, of session: LiveSession, requestID: RequestID
    ) async throws(AccessFailure) -> ResetAsked {
        let now = core.now()
        guard core.sponsored(by: session.account, at: now).contains(where: { $0.name == partner }) else {
            return .notAllowed
        }
        guard core.hasFreshProof(in: session, of: [.totp, .webauthn], at: now) else { return .freshFactorNeeded }
        let mandate = Mandate(actor: .administrator(session.account), reason: reason, requestID: requestID)
        do throws(AdministrationProblem) {
            _ = try await Administration(core: core).askReset(of: partner, mandate)
            return .asked
        } catch {
            switch error {
            case .conflict: return .alreadyOpen
            case .failed(let failure): throw failure
            case .notFound, .roles, .ownAccount, .provenAdministratorNeeded, .emptyPeriod, .unknownConsole, .noConsole,
                .notExternal, .tokenCount, .notReplaceable,
                .codesRefused, .tooManyTries, .ownRequest, .resetNeedsApproval, .resetNeedsSponsor, .noSponsor, .keys,
                .approvalNeeded,
                .notProvisionable, .noBreakGlass, .planChanged, .person, .service, .policy, .approval, .ownMeasure,
                .ownNetwork, .unknownWatchRule, .review, .report:
                return .notAllowed
            }
        }
    }

    private func isHolder(_ visitor: VerifiedVisitor) -> Bool {
        core.holder(visitor, at: core.now()) != nil
    }
}
