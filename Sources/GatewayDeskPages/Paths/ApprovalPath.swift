import GatewayPages

/// The addresses of what takes the word of several: `/approvals` and below.
package enum ApprovalPath: Hashable, Sendable {
    /// `new`: an approval that a rule asks for. `newGrant`: a partner grant.
    case list, new, newGrant
    case one(String)
    case order(ApprovalOrderKind, String)

    static let root = "approvals"

    /// Reads what stands behind the root.
    init?(_ parts: some Collection<String>) {
        let parts = Array(parts)
        switch parts.count {
        case 0: self = .list
        case 1 where parts[0] == "new": self = .new
        case 1 where parts[0] == "new-grant": self = .newGrant
        case 1: self = .one(parts[0])
        case 2:
            guard let kind = ApprovalOrderKind(rawValue: parts[1]) else { return nil }
            self = .order(kind, parts[0])
        case _: return nil
        }
    }

    var text: String {
        switch self {
        case .list: "/\(Self.root)"
        case .new: "/\(Self.root)/new"
        case .newGrant: "/\(Self.root)/new-grant"
        case .one(let id): "/\(Self.root)/\(PercentCoding.encode(id))"
        case .order(let kind, let id): "/\(Self.root)/\(PercentCoding.encode(id))/\(kind.rawValue)"
        }
    }
}

package enum ApprovalOrderKind: String, CaseIterable, Sendable {
    case approve, reject, withdraw
}

/// What is done to one grant beside ending it.
package enum GrantOrderKind: String, CaseIterable, Sendable {
    case pause, resume
    case confirmDeletion = "confirm-deletion"
}

/// The addresses of partner organisations: all of them or, by `?organisation=`, one; their names are no part of an address.
package enum PartnerPath: Hashable, Sendable {
    case list, offBoard

    static let root = "partners"
    static let organisation = "organisation"

    /// Reads what stands behind the root.
    init?(_ parts: some Collection<String>) {
        switch Array(parts) {
        case []: self = .list
        case ["off-board"]: self = .offBoard
        case _: return nil
        }
    }

    var text: String {
        switch self {
        case .list: "/\(Self.root)"
        case .offBoard: "/\(Self.root)/off-board"
        }
    }
}
