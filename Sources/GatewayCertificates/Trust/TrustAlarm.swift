public import GatewayIdentity

/// Something about anchors or revocation lists that refuses people now or soon: for logs, metrics and `gwanmun doctor`.
public struct TrustAlarm: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The list's nextUpdate has passed, or it is older than the profile allows: its issuer's certificates are refused.
        case listStale
        /// No known authority has signed the list: it speaks for nobody until one that did is met.
        case listUnverified
        /// The list is of a kind that is not used: indirect, or signed over a weak digest.
        case listUnusable(String)
        /// An authority that issues has no list: its certificates are refused.
        case listMissing
        /// The list's nextUpdate is near: less than a tenth of its span is left.
        case listEndsSoon
        /// An anchor or intermediate has expired.
        case authorityExpired
        /// Configured as an intermediate, and neither a CA nor a signer of revocation lists.
        case notAnAuthority
    }

    public let kind: Kind
    /// RFC 4514 name of the authority that it concerns.
    public let issuer: String
    /// `nil` when there is none.
    public let file: String?
    /// How long ago the list was made.
    public let age: Duration?
    /// The list's nextUpdate, or the authority's notAfter.
    public let end: UnixTime?

    /// Whether people are refused because of it now.
    public var refusesPeople: Bool {
        switch kind {
        case .listStale, .listUnverified, .listUnusable, .listMissing, .authorityExpired: true
        case .listEndsSoon, .notAnAuthority: false
        }
    }

    public var description: String {
        let place = file.map { "\($0): " } ?? ""
        let end = end.map { RFC3339.string($0) } ?? "unknown"
        switch kind {
        case .listStale: return "\(place)the revocation list of \(issuer) is stale since \(end)"
        case .listUnverified: return "\(place)no known authority has signed the revocation list of \(issuer)"
        case .listUnusable(let why): return "\(place)the revocation list of \(issuer) is not used: \(why)"
        case .listMissing: return "\(place)\(issuer) has no revocation list; its certificates are refused"
        case .listEndsSoon: return "\(place)the revocation list of \(issuer) ends at \(end)"
        case .authorityExpired: return "\(place)\(issuer) expired at \(end)"
        case .notAnAuthority: return "\(place)\(issuer) is configured as an intermediate and is not a CA"
        }
    }
}
