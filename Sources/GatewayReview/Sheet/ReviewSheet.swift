internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayJSON
public import GatewayReplay

/// What is looked at in a review: tables of text, the same for a page, a terminal, a file and a digest.
public struct ReviewSheet: Hashable, Sendable {
    public struct Table: Hashable, Sendable {
        public let section: SheetSection
        public let columns: [SheetColumn]
        public var rows: [[String]]
        /// Rows that there was no room for, or what was counted in them.
        public var left: Int

        public init(_ section: SheetSection, _ columns: [SheetColumn], _ rows: [[String]], left: Int = 0) {
            self.section = section
            self.columns = columns
            self.rows = rows
            self.left = left
        }
    }

    public let kind: ReviewKind
    public let period: ReviewPeriod
    public let tables: [Table]

    public init(_ kind: ReviewKind, _ period: ReviewPeriod, _ tables: [Table]) {
        self.kind = kind
        self.period = period
        self.tables = tables
    }

    /// What a sign-off is a sign-off of.
    public var sha256: SHA256Digest { SHA256.digest(of: canonical.bytes) }

    /// Everybody who is named in it as a person.
    public var accounts: Set<String> {
        Set(
            tables.flatMap { table in
                table.columns.indices.filter { table.columns[$0] == .account }.flatMap { index in
                    table.rows.compactMap { index < $0.count ? $0[index] : nil }
                }
            })
    }
}

extension ReviewSheet {
    public var canonical: CanonicalJSON {
        .object([
            "kind": .text(kind.rawValue), "period": .text(period.name), "from": .text(RFC3339.string(period.from)),
            "to": .text(RFC3339.string(period.to)),
            "tables": .list(
                tables.map { table in
                    .object([
                        "section": .text(table.section.rawValue),
                        "columns": .list(table.columns.map { .text($0.rawValue) }),
                        "rows": .list(table.rows.map { .list($0.map { .text($0) }) }), "left": .number(table.left),
                    ])
                }),
        ])
    }

    /// The same as text.
    public var canonicalText: String { String(decoding: canonical.bytes, as: UTF8.self) }

    /// - Parameter text: what `canonical` wrote; `nil` for anything else.
    public init?(canonical text: String) {
        guard let json = JSON(Array(text.utf8)), let kind = json["kind"]?.string.flatMap(ReviewKind.init),
            let name = json["period"]?.string, let from = json["from"]?.string.flatMap(RFC3339.parse),
            let to = json["to"]?.string.flatMap(RFC3339.parse), case .array(let tables)? = json["tables"]
        else { return nil }
        var read: [Table] = []
        for table in tables {
            guard let table = Table(table) else { return nil }
            read.append(table)
        }
        self.init(kind, ReviewPeriod(name: name, from: from, to: to), read)
    }
}

extension ReviewSheet.Table {
    fileprivate init?(_ json: JSON) {
        guard let section = json["section"]?.string.flatMap(SheetSection.init),
            case .array(let names)? = json["columns"],
            case .array(let lines)? = json["rows"], case .number(let number)? = json["left"], let left = Int(number)
        else { return nil }
        let columns = names.compactMap { $0.string.flatMap(SheetColumn.init) }
        let rows = lines.compactMap { line -> [String]? in
            guard case .array(let cells) = line else { return nil }
            let texts = cells.compactMap(\.string)
            return texts.count == cells.count ? texts : nil
        }
        guard columns.count == names.count, rows.count == lines.count else { return nil }
        self.init(section, columns, rows, left: left)
    }
}

extension JSON {
    fileprivate subscript(name: String) -> JSON? { members?.first { $0.name == name }?.value }
}
