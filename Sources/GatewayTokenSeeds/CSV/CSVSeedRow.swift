internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity

/// One token of a table.
struct CSVSeedRow {
    private let fields: [CSVSeedColumn: CSVReader.Field]
    private let file: String
    private let place: SeedPlace

    init(row: CSVReader.Row, columns: [CSVSeedColumn], file: String) throws(SeedProblem) {
        guard row.fields.count == columns.count else {
            throw SeedProblem(
                file, row.place, "\(row.fields.count) fields", expected: "\(columns.count), as the first line names")
        }
        self.file = file
        place = row.place
        fields = Dictionary(zip(columns, row.fields)) { first, _ in first }
    }

    func seed() throws(SeedProblem) -> TokenSeed {
        TokenSeed(
            serial: try rules(.serial).serial(self[.serial]), manufacturer: self[.manufacturer], moving: try moving(),
            parameters: TOTPParameters(
                algorithm: try algorithm(), digits: try rules(.digits).digits(self[.digits, or: "6"]),
                period: try rules(.period).period(self[.period, or: "30"])),
            secret: try secret(), place: place, begins: nil, ends: nil)
    }

    private func moving() throws(SeedProblem) -> TokenSeed.Moving {
        switch self[.type] {
        case "hotp":
            for column in [CSVSeedColumn.drift, .period] { try require(column, emptyFor: "hotp") }
            return .counter(try rules(.counter).counter(self[.counter, or: "0"]))
        case "totp":
            try require(.counter, emptyFor: "totp")
            return .time(try rules(.drift).drift(self[.drift, or: "0"]))
        default: throw rules(.type).problem("type", self[.type], "hotp or totp")
        }
    }

    private func require(_ column: CSVSeedColumn, emptyFor type: String) throws(SeedProblem) {
        guard self[column].isEmpty else {
            throw rules(column).problem(column.rawValue, self[column], "none for \(type)")
        }
    }

    private func algorithm() throws(SeedProblem) -> HMAC.Algorithm {
        let name = self[.algorithm, or: "SHA1"]
        guard let algorithm = HMAC.Algorithm(rawValue: name) else {
            let known = HMAC.Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw rules(.algorithm).problem("algorithm", name, known)
        }
        return algorithm
    }

    /// Never shown in a problem.
    private func secret() throws(SeedProblem) -> SecretBytes {
        let isHex = fields[.secretHex] != nil
        let rules = rules(isHex ? .secretHex : .secretBase32)
        let decoded = isHex ? Hex.decode(self[.secretHex]) : Base32.decode(self[.secretBase32])
        guard var bytes = decoded else {
            throw SeedProblem(
                file, rules.place, "the secret", expected: isHex ? "an even number of hexadecimal digits" : "base32")
        }
        return try rules.secret(SecretBytes(wiping: &bytes))
    }

    /// For a value of that column: a problem with it is in its field.
    private func rules(_ column: CSVSeedColumn) -> SeedRules {
        SeedRules(file: file, place: fields[column]?.place ?? place)
    }

    /// An empty field is one that is not there.
    private subscript(_ column: CSVSeedColumn, or absent: String = "") -> String {
        guard let text = fields[column]?.text, !text.isEmpty else { return absent }
        return text
    }
}
