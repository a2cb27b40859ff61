internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity

/// Seeds as a table: a line of names, then a token a line. Unencrypted, so to be carried and removed with care.
///
/// `serial` and `type` (`hotp` or `totp`) must be there, and one of `secret_hex` and `secret_base32`. `digits` (6), `algorithm` (`SHA1`), `counter` (0),
/// `period` (30, in seconds), `drift` (0, in steps) and `manufacturer` may be.
public enum CSVSeedFile {
    /// - Parameter name: what problems call the file.
    /// - Throws: the first problem; then nothing of the file is taken.
    public static func seeds(in bytes: [UInt8], named name: String) throws(SeedProblem) -> [TokenSeed] {
        let rows = try CSVReader.rows(in: bytes, named: name)
        guard let first = rows.first else {
            throw SeedProblem(name, .start, "an empty file", expected: "a line of names")
        }
        let columns = try columns(first, name)
        var seeds: [TokenSeed] = []
        var known: Set<String> = []
        for row in rows.dropFirst() {
            let seed = try CSVSeedRow(row: row, columns: columns, file: name).seed()
            guard known.insert(seed.serial).inserted else {
                throw SeedProblem(
                    name, row.place, "a second token", value: seed.serial, expected: "another serial number")
            }
            seeds.append(seed)
        }
        return seeds
    }

    private static func columns(_ row: CSVReader.Row, _ name: String) throws(SeedProblem) -> [CSVSeedColumn] {
        var columns: [CSVSeedColumn] = []
        for field in row.fields {
            guard let column = CSVSeedColumn(rawValue: field.text) else {
                let names = CSVSeedColumn.allCases.map(\.rawValue).joined(separator: ", ")
                throw SeedProblem(name, field.place, "column", value: field.text, expected: "one of \(names)")
            }
            guard !columns.contains(column) else {
                throw SeedProblem(name, field.place, "a second column", value: field.text, expected: "one")
            }
            columns.append(column)
        }
        for column in [CSVSeedColumn.serial, .type] where !columns.contains(column) {
            throw SeedProblem(name, row.place, "no column \(column.rawValue)", expected: "one")
        }
        guard columns.contains(.secretHex) != columns.contains(.secretBase32) else {
            throw SeedProblem(name, row.place, "the columns", expected: "one of secret_hex and secret_base32")
        }
        return columns
    }
}

enum CSVSeedColumn: String, CaseIterable {
    case serial
    case type
    case secretHex = "secret_hex"
    case secretBase32 = "secret_base32"
    case digits
    case algorithm
    case counter
    case period
    case drift
    case manufacturer
}
