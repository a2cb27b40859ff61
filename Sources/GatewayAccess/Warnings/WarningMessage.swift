public import GatewayIdentity

/// What one recipient reads at one time: a warning, and with it those that came while they were not to be disturbed.
public struct WarningMessage: Hashable, Sendable {
    /// Oldest first, at least one, all to the same audience.
    public let warnings: [SecurityWarning]
    /// The gravest; of several, the last.
    public let lead: SecurityWarning
    /// All but `lead`. Two of them may read alike, and are two all the same.
    public let others: [SecurityWarning]

    /// - Returns: `nil` for no warnings.
    public init?(_ warnings: [SecurityWarning]) {
        let ordered = warnings.sorted { $0.at < $1.at }
        guard !ordered.isEmpty else { return nil }
        self.warnings = ordered
        let gravest = ordered.indices.reduce(0) { ordered[$1].severity >= ordered[$0].severity ? $1 : $0 }
        lead = ordered[gravest]
        others = ordered.indices.filter { $0 != gravest }.map { ordered[$0] }
    }

    /// How many events it tells of.
    public var occurrences: Int { warnings.reduce(0) { $0 + $1.occurrences } }

    public func subject(in language: Language) -> String {
        WarningText(message: self, language: language).subject
    }

    /// As a person reads it. Says what happened and what to do; not which factor, not why inside.
    public func text(in language: Language) -> String {
        WarningText(message: self, language: language).body
    }
}

extension SecurityWarning {
    /// As if it came alone.
    public func text(in language: Language) -> String {
        WarningMessage([self]).map { $0.text(in: language) } ?? ""
    }
}
