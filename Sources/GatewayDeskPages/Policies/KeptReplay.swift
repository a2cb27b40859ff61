import GatewayJSON

/// The report of a replay, as an examination keeps it (docs/policy-replay.md, `gwanmun-replay/1`), for a page.
struct KeptReplay: Sendable {
    static let format = "gwanmun-replay/1"

    enum Kind: String, CaseIterable, Sendable {
        case gained, eased, tightened, lost, reworded, unchanged, undecidable
    }

    struct Count: Hashable, Sendable {
        let kind: Kind
        let number: Int
    }

    struct Group: Sendable {
        /// The rule that decided, a person's account or a console; empty: none.
        let name: String
        /// The rule that would decide, where it is about rules.
        let now: String
        /// In the order of the kinds.
        let counts: [Count]
        /// The first requests of each kind.
        let requests: [String]

        var total: Int { counts.reduce(0) { $0 + $1.number } }
    }

    struct Groups: Sendable {
        let rows: [Group]
        /// Requests of groups that the report has no room for.
        let remainder: Int
    }

    let decisions: Int
    let from: String?
    let to: String?
    /// Requests by cause.
    let undecidable: [(cause: String, number: Int)]
    let outside: Int
    let rules: Groups
    let people: Groups
    let consoles: Groups

    /// `nil` for another format.
    init?(_ report: String) {
        guard let document = JSON(Array(report.utf8)), document["format"]?.string == Self.format,
            let rules = document["rules"].flatMap(Groups.init), let people = document["people"].flatMap(Groups.init),
            let consoles = document["consoles"].flatMap(Groups.init)
        else { return nil }
        decisions = document["decisions"]?.whole ?? 0
        from = document["span"]?["from"]?.string
        to = document["span"]?["to"]?.string
        undecidable = document["undecidable"]?.counts ?? []
        outside = (document["outside"]?.counts ?? []).reduce(0) { $0 + $1.number }
        (self.rules, self.people, self.consoles) = (rules, people, consoles)
    }
}

extension KeptReplay.Groups {
    fileprivate init?(_ json: JSON) {
        guard case .array(let rows)? = json["rows"] else { return nil }
        self.rows = rows.map(KeptReplay.Group.init)
        remainder = json["remainder"]?.whole ?? 0
    }
}

extension KeptReplay.Group {
    fileprivate init(_ json: JSON) {
        name = json["name"]?.string ?? json["was"]?.string ?? ""
        now = json["now"]?.string ?? ""
        let numbers = json["counts"]?.counts ?? []
        counts = KeptReplay.Kind.allCases.compactMap { kind in
            numbers.first { $0.cause == kind.rawValue }.map { KeptReplay.Count(kind: kind, number: $0.number) }
        }
        requests = KeptReplay.Kind.allCases.flatMap { kind -> [String] in
            guard case .array(let ids)? = json["examples"]?[kind.rawValue] else { return [] }
            return ids.compactMap(\.string)
        }
    }
}

extension JSON {
    /// The report has each name once.
    fileprivate subscript(name: String) -> JSON? { members?.first { $0.name == name }?.value }

    fileprivate var whole: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    fileprivate var counts: [(cause: String, number: Int)] {
        (members ?? []).compactMap { member in member.value.whole.map { (member.name, $0) } }
    }
}
