import GatewayPages

/// The addresses of reviews as tasks, and of what nobody uses.
package enum ReviewTaskPath: Hashable, Sendable {
    case list
    case one(String)
    case sign(String)
    case unused, keep

    static let root = "review-tasks"
    static let unusedRoot = "least-privilege"

    /// Reads a whole path in parts; `nil` for what is not of these.
    init?(_ parts: [String]) {
        switch (parts.first, parts.count) {
        case (Self.root?, 1): self = .list
        case (Self.root?, 2): self = .one(parts[1])
        case (Self.root?, 3) where parts[2] == "sign": self = .sign(parts[1])
        case (Self.unusedRoot?, 1): self = .unused
        case (Self.unusedRoot?, 2) where parts[1] == "keep": self = .keep
        case (_, _): return nil
        }
    }

    var text: String {
        switch self {
        case .list: "/\(Self.root)"
        case .one(let id): "/\(Self.root)/\(PercentCoding.encode(id))"
        case .sign(let id): "/\(Self.root)/\(PercentCoding.encode(id))/sign"
        case .unused: "/\(Self.unusedRoot)"
        case .keep: "/\(Self.unusedRoot)/keep"
        }
    }
}
