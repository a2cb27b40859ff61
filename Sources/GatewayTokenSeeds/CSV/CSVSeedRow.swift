internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity

/// One token of a table.
struct CSVSeedRow {
    private let fields: [CSVSeedColumn: String]
    private let rules: SeedRules

    init(row: CSVReader.Row, columns: [CSVSeedColumn], file: String) throws(SeedProblem) {
        rules = SeedRules(file: file, line: row.line)
        guard row.fields.count == columns.count else {
            throw SeedProblem(
                file, row.line, "\(row.fields.count) fields", expected: "\(columns.count), as the first line names")
        }
        fields = Dictionary(zip(columns, row.fields)) { first, _ in first }
    }

    func seed() throws(SeedProblem) -> TokenSeed {
        TokenSeed(
            serial: try rules.serial(self[.serial]), manufacturer: self[.manufacturer], moving: try moving(),
            parameters: TOTPParameters(algorithm: try algorithm(), digits: try rules.digits(self[.digits, or: "6"])),
            secret: try rules.secret(try secret()), begins: nil, ends: nil)
    }

    private func moving() throws(SeedProblem) -> TokenSeed.Moving {
        switch self[.type] {
        case "hotp":
            guard self[.drift].isEmpty else { throw rules.problem("drift", self[.drift], "none for hotp") }
            return .counter(try rules.counter(self[.counter, or: "0"]))
        case "totp":
            guard self[.counter].isEmpty else { throw rules.problem("counter", self[.counter], "none for totp") }
            return .time(try rules.drift(self[.drift, or: "0"]))
        default: throw rules.problem("type", self[.type], "hotp or totp")
        }
    }

    private func algorithm() throws(SeedProblem) -> HMAC.Algorithm {
        let name = self[.algorithm, or: "SHA1"]
        guard let algorithm = HMAC.Algorithm(rawValue: name) else {
            throw rules.problem("algorithm", name, HMAC.Algorithm.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return algorithm
    }

    /// Never shown in a problem.
    private func secret() throws(SeedProblem) -> SecretBytes {
        let bytes =
            if let hex = fields[.secretHex] { Hex.decode(hex) } else { Base32.decode(self[.secretBase32]) }
        guard let bytes else {
            let form = fields[.secretHex] == nil ? "base32" : "an even number of hexadecimal digits"
            throw SeedProblem(rules.file, rules.line, "the secret", expected: form)
        }
        return SecretBytes(copying: bytes)
    }

    /// An empty field is one that is not there.
    private subscript(_ column: CSVSeedColumn, or absent: String = "") -> String {
        guard let field = fields[column], !field.isEmpty else { return absent }
        return field
    }
}
