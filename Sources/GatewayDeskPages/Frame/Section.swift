/// A part of a page under a heading of its own. What a section lacks is `nil`.
package struct Section: Sendable {
    /// Unique on the page.
    let anchor: String
    let title: String
    var note: String?
    var facts: FactList?
    var table: Table?
    /// Said where there is nothing to list.
    var empty: String?
    /// Told once, to be passed on.
    var once: String?
    var form: Form?
    /// Files of the policy, one of which is shown.
    var tabs: TabList?
    var source: SourceView?
    var live: LiveTable?
    var happenings: LiveHappenings?
    var more: LinkList?

    init(_ anchor: String, _ title: String) {
        self.anchor = anchor
        self.title = title
    }

    /// A list that says in words when it is empty.
    init(_ anchor: String, _ title: String, _ columns: [String], _ rows: [[[Piece]]], empty: String) {
        self.init(anchor, title)
        if rows.isEmpty { self.empty = empty } else { table = Table(columns, rows) }
    }

    init(_ anchor: String, _ title: String, facts: [(String, [Piece])]) {
        self.init(anchor, title)
        self.facts = FactList(facts: facts.map { FactList.Fact(term: $0.0, pieces: $0.1) })
    }
}

struct FactList: Sendable {
    struct Fact: Sendable {
        let term: String
        let pieces: [Piece]
    }

    let facts: [Fact]
}

struct Table: Sendable {
    struct Row: Sendable {
        let cells: [Cell]
    }

    struct Cell: Sendable {
        /// The heading of its column, for narrow screens.
        let column: String
        let pieces: [Piece]
    }

    let columns: [String]
    let rows: [Row]

    init(_ columns: [String], _ rows: [[[Piece]]]) {
        self.columns = columns
        self.rows = rows.map { row in
            Row(cells: zip(columns, row).map { Cell(column: $0, pieces: $1) })
        }
    }
}

struct LinkList: Sendable {
    let links: [Link]

    /// `nil` for none, so that nothing is drawn around it.
    init?(_ links: [Link]) {
        guard !links.isEmpty else { return nil }
        self.links = links
    }
}
