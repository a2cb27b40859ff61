import GatewayIdentity

/// Which authenticator a new one takes the place of: a field of the form that adds it, on none at first.
struct ReplacementChoice: Sendable {
    /// Its name; empty for none.
    static let field = "replaces"

    struct Row: Sendable {
        let handle: String
        let label: String
        let kind: String
        let state: String
    }

    let name: String
    let rows: [Row]

    /// `nil` when the person has nothing to replace.
    init?(among factors: [RegisteredFactor], in language: Language) {
        name = Self.field
        rows = factors.filter(\.state.isReplaceable).map {
            Row(
                handle: $0.handle.text, label: $0.label, kind: $0.kind.phrase.text(in: language),
                state: $0.state.phrase.text(in: language))
        }
        guard !rows.isEmpty else { return nil }
    }
}

extension RegisteredFactor.State {
    fileprivate var isReplaceable: Bool {
        switch self {
        case .active, .locked, .copied, .lost: true
        case .pending, .replaced, .revoked: false
        }
    }
}
