public import GatewayIdentity

/// A revocation list of the trust in use: for metrics and health.
public struct RevocationListFacts: Hashable, Sendable {
    /// RFC 4514 name of its issuer.
    public let issuer: String
    /// Where it was read from.
    public let file: String
    public let thisUpdate: UnixTime
    /// When it stops speaking: its nextUpdate, or earlier where the profile limits its age.
    public let end: UnixTime
    /// It is of a kind that speaks for certificates at all.
    public let isUsed: Bool

    /// Whether it can tell a good certificate from a revoked one at that time.
    public func speaks(at time: UnixTime) -> Bool { isUsed && time < end }
}

extension TrustSnapshot {
    /// Every list, in the order of files.
    public var revocationLists: [RevocationListFacts] { parts.listFacts(maximumAge: profile.maximumListAge) }
}

extension TrustParts {
    fileprivate func listFacts(maximumAge: Duration?) -> [RevocationListFacts] {
        lists.map { entry in
            RevocationListFacts(
                issuer: entry.list.issuer, file: entry.file, thisUpdate: entry.list.thisUpdate,
                end: end(of: entry.list, maximumAge), isUsed: entry.refusal == nil)
        }
    }
}
