internal import GRDB
internal import GatewayIdentity
internal import GatewayStore

/// A query's rows in order of their owners, whose names are in the first column: each owner in turn takes theirs off
/// the front.
struct OrderedRows<Value> {
    private let rows: RowCursor
    private let thing: StoredThing
    private let build: (NumberedColumns) throws -> Value
    private var front: (owner: String, value: Value)?

    fileprivate init(_ rows: RowCursor, _ thing: StoredThing, _ build: @escaping (NumberedColumns) throws -> Value)
        throws
    {
        self.rows = rows
        self.thing = thing
        self.build = build
        try step()
    }

    /// The rows of one owner, in the order of the query; empty when the next row is somebody else's.
    mutating func take(of owner: String) throws -> [Value] {
        var values: [Value] = []
        while let (name, value) = front, name == owner {
            values.append(value)
            try step()
        }
        return values
    }

    private mutating func step() throws {
        front = try rows.next().map { row in
            let columns = NumberedColumns(thing: thing, row: row)
            return (try columns.text(0), try build(columns))
        }
    }
}

/// One row on its way to a value, read by the places of its columns: where there are hundreds of thousands, looking
/// each up by its name takes longer than reading it.
struct NumberedColumns {
    let thing: StoredThing
    let row: Row

    func text(_ column: Int) throws -> String { try value(column) }
    func flag(_ column: Int) throws -> Bool { try value(column) }
    func time(_ column: Int) throws -> UnixTime { UnixTime(milliseconds: try value(column)) }
    func digest(_ column: Int) throws -> SHA256Digest { try parsed(column) { SHA256Digest(hex: $0) } }
    func optionalText(_ column: Int) throws -> String? { try value(column) }
    func optionalTime(_ column: Int) throws -> UnixTime? {
        let milliseconds: Int64? = try value(column)
        return milliseconds.map { UnixTime(milliseconds: $0) }
    }

    func oneOf<Value: RawRepresentable<String>>(_ type: Value.Type, _ column: Int) throws -> Value {
        try parsed(column) { Value(rawValue: $0) }
    }

    func optional<Value>(_ column: Int, _ parse: (String) -> Value?) throws -> Value? {
        try optionalText(column) == nil ? nil : parsed(column, parse)
    }

    private func parsed<Value>(_ column: Int, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(try text(column)) else { throw unreadable(column) }
        return value
    }

    private func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: Int) throws -> Value {
        do { return try row.decode(Value.self, atIndex: column) } catch { throw unreadable(column) }
    }

    private func unreadable(_ column: Int) -> StoreError {
        .unreadable(thing, "column \(Array(row.columnNames)[column])")
    }
}

extension Database {
    /// All rows of a query as values. A row is good only until the next is asked for.
    func values<Value>(
        _ sql: String, _ arguments: StatementArguments, as thing: StoredThing,
        _ build: (NumberedColumns) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try build(NumberedColumns(thing: thing, row: row))) }
        return values
    }

    /// The same, as they are taken. No other reader of the same query may be at work.
    func ordered<Value>(
        _ sql: String, _ arguments: StatementArguments, as thing: StoredThing,
        _ build: @escaping (NumberedColumns) throws -> Value
    ) throws -> OrderedRows<Value> {
        try OrderedRows(Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments), thing, build)
    }
}
