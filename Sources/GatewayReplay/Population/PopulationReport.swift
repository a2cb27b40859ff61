internal import GatewayCrypto
public import GatewayIdentity

/// Who could do more, and who less, at which console.
public struct PopulationReport: Sendable {
    public let draft: SHA256Digest
    public let base: SHA256Digest
    public let at: UnixTime
    public let people: Int
    /// Pairs of a person and a console: those that could be asked about, and those with something gained or lost.
    public let pairs: Int
    public let gaining: Int
    public let losing: Int
    /// The largest first: most people, then by console.
    public let rows: [Row]
    /// Pairs that are in none of the rows.
    public let remainder: Int
    /// Consoles with more requests or occasions than were asked about.
    public let sampled: [String]
    /// Of some people it is not known which grants they hold: one for every console was assumed.
    public let assumesGrants: Bool

    public static let rowLimit = 1000
    /// People that a row names.
    public static let nameLimit = 100

    /// People to whom the same happens at one console.
    public struct Row: Hashable, Sendable {
        public let console: String
        /// Sorted; the first of them.
        public let people: [String]
        public let count: Int
        /// Requests as rules tell them apart: `GET /projects/**`.
        public let gained: [String]
        public let lost: [String]
        /// Nothing is left of the console for them.
        public let isShutOut: Bool
    }

    init(draft: SHA256Digest, base: SHA256Digest, at: UnixTime, findings: PopulationFindings) {
        self.draft = draft
        self.base = base
        self.at = at
        people = findings.people
        pairs = findings.pairs
        gaining = findings.gaining
        losing = findings.losing
        let sorted = findings.rows.sorted {
            ($1.count, $0.console, $0.people.first ?? "") < ($0.count, $1.console, $1.people.first ?? "")
        }
        rows = Array(sorted.prefix(Self.rowLimit))
        remainder = sorted.dropFirst(Self.rowLimit).reduce(0) { $0 + $1.count }
        sampled = findings.sampled.sorted()
        assumesGrants = findings.areGrantsAssumed
    }

    public var sha256: SHA256Digest { SHA256.digest(of: canonicalBytes) }
    public var canonicalBytes: [UInt8] { document.bytes }

    public static let format = "gwanmun-population/1"

    public var document: CanonicalJSON {
        .object([
            "format": .text(Self.format), "draft_sha256": .text(draft.hex), "base": .text(base.hex),
            "at": .text(RFC3339.string(at)), "people": .number(people), "pairs": .number(pairs),
            "gaining": .number(gaining), "losing": .number(losing), "rows": .list(rows.map(\.document)),
            "remainder": .number(remainder), "sampled": .list(sampled.map(CanonicalJSON.text)),
            "grants": .text(assumesGrants ? "assumed" : "known"),
        ])
    }
}

extension PopulationReport.Row {
    fileprivate var document: CanonicalJSON {
        .object([
            "console": .text(console), "people": .list(people.map(CanonicalJSON.text)), "count": .number(count),
            "gained": .list(gained.map(CanonicalJSON.text)), "lost": .list(lost.map(CanonicalJSON.text)),
            "shut_out": .text(isShutOut ? "yes" : "no"),
        ])
    }
}
