public import GatewayIdentity
public import GatewayStore

/// A program that may come in by its certificate alone, as an administrator sees it.
public struct ServiceAccount: Hashable, Sendable {
    /// Whether it would be let in from one of its networks, and why not.
    public enum Standing: String, CaseIterable, Sendable {
        case running
        /// As the account is.
        case suspended, disabled
        case noTerms = "no_terms"
        case ended
        /// Nobody answers for it any more.
        case ownerLeft = "owner_left"
    }

    public let account: Account
    public let terms: ServiceTerms?
    public let standing: Standing
    /// When its certificate was last let in.
    public let lastUse: UnixTime?
}

extension Directory {
    /// - Returns: `nil` for people, and for what was removed.
    func serviceStanding(of account: Account, at now: UnixTime) -> ServiceAccount.Standing? {
        guard account.use == .service else { return nil }
        switch account.state {
        case .removed: return nil
        case .suspended: return .suspended
        case .disabled: return .disabled
        case .active: break
        }
        guard let terms = terms[account.name] else { return .noTerms }
        guard terms.runs(at: now) else { return .ended }
        return accounts[terms.owner]?.mayAnswer == true ? .running : .ownerLeft
    }
}
