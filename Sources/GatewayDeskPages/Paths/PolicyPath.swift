import GatewayPages

/// The addresses of the policy's pages.
package enum PolicyPath: Hashable, Sendable {
    static let root = "policies"

    case overview
    /// A draft over the version in force.
    case new
    /// Where the editor asks while somebody types.
    case examine
    case version(Int)
    case versionOrder(PolicyVersionOrderKind, Int)
    case draft(String)
    case edit(String)
    case draftOrder(PolicyDraftOrderKind, String)

    /// - Parameter parts: of a normalised path, behind `policies`.
    init?(_ parts: ArraySlice<String>) {
        let parts = Array(parts)
        switch (parts.count, parts.first) {
        case (0, _): self = .overview
        case (1, "new"): self = .new
        case (1, "examine"): self = .examine
        case (2, "versions"):
            guard let number = Self.number(parts[1]) else { return nil }
            self = .version(number)
        case (2, "drafts"): self = .draft(parts[1])
        case (3, "versions"):
            guard let number = Self.number(parts[1]), let kind = PolicyVersionOrderKind(rawValue: parts[2]) else {
                return nil
            }
            self = .versionOrder(kind, number)
        case (3, "drafts") where parts[2] == "edit": self = .edit(parts[1])
        case (3, "drafts"):
            guard let kind = PolicyDraftOrderKind(rawValue: parts[2]) else { return nil }
            self = .draftOrder(kind, parts[1])
        case (_, _): return nil
        }
    }

    /// In the one spelling that `text` gives it.
    private static func number(_ text: String) -> Int? {
        guard let number = Int(text), number > 0, String(number) == text else { return nil }
        return number
    }

    var text: String {
        switch self {
        case .overview: "/policies"
        case .new: "/policies/new"
        case .examine: "/policies/examine"
        case .version(let number): "/policies/versions/\(number)"
        case .versionOrder(let kind, let number): "/policies/versions/\(number)/\(kind.rawValue)"
        case .draft(let id): "/policies/drafts/\(PercentCoding.encode(id))"
        case .edit(let id): "/policies/drafts/\(PercentCoding.encode(id))/edit"
        case .draftOrder(let kind, let id): "/policies/drafts/\(PercentCoding.encode(id))/\(kind.rawValue)"
        }
    }
}

package enum PolicyVersionOrderKind: String, CaseIterable, Sendable {
    case rollBack = "rollback"
    case ratify
}

package enum PolicyDraftOrderKind: String, CaseIterable, Sendable {
    case approve, reject, drop, activate, emergency
    case tryOut = "try"
    case endTrial = "end-trial"
}
