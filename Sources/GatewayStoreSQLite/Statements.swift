internal import GRDB
internal import GatewayIdentity
internal import GatewayStore

extension Database {
    /// Runs a statement whose effect does not depend on what is there. Prepared once per connection, like all here.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Runs a conditional statement.
    ///
    /// - Returns: how many rows it changed.
    func change(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return changesCount
    }

    /// All rows of a query, or of a change with `RETURNING`.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// - Throws: `conflict` unless the statement inserted its row.
    func insert(_ sql: String, _ arguments: StatementArguments, orThrow conflict: StoreConflict) throws {
        guard try change(sql, arguments) == 1 else { throw StoreError.conflict(conflict) }
    }
}

/// One row on its way to a value: every column is read by the type it must have.
struct StoredRow {
    let thing: StoredThing
    let row: Row

    func text(_ column: String) throws -> String { try value(column) }
    func int(_ column: String) throws -> Int { try value(column) }
    func flag(_ column: String) throws -> Bool { try value(column) }
    func time(_ column: String) throws -> UnixTime { UnixTime(milliseconds: try value(column)) }
    func account(_ column: String = "account") throws -> AccountName { AccountName(stored: try text(column)) }

    func digest(_ column: String) throws -> SHA256Digest { try parsed(column) { SHA256Digest(hex: $0) } }

    func optionalText(_ column: String) throws -> String? { try optional(column) }
    func optionalTime(_ column: String) throws -> UnixTime? { try optional(column).map { UnixTime(milliseconds: $0) } }
    func optionalNumber(_ column: String) throws -> Int64? { try optional(column) }

    func oneOf<Value: RawRepresentable<String>>(_ type: Value.Type, _ column: String) throws -> Value {
        try parsed(column) { Value(rawValue: $0) }
    }

    func optional<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value? {
        try optionalText(column) == nil ? nil : parsed(column, parse)
    }

    func parsed<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(try text(column)) else { throw unreadable(column) }
        return value
    }

    func unreadable(_ column: String) -> StoreError { .unreadable(thing, "column \(column)") }

    private func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = Value.fromDatabaseValue(row[column]) else { throw unreadable(column) }
        return value
    }

    private func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let stored: DatabaseValue = row[column]
        return stored.isNull ? nil : try value(column)
    }
}

extension Array where Element == Row {
    func map<Value>(as thing: StoredThing, _ build: (StoredRow) throws -> Value) throws -> [Value] {
        try map { try build(StoredRow(thing: thing, row: $0)) }
    }
}
